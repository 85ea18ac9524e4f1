// Calibration parts, and the detectors that are fitted to them.
import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { behind, inTransaction, newConsumer, newProducer } from './clients.mjs'
import { deadLetter, eventHeaders, read } from './messages.mjs'
import { calibrate } from './quality.mjs'

const CALIBRATION = 'samples.calibration.v1'
const CALIBRATED = 'detectors.calibrated.v1'
const DEAD_LETTERS = `${CALIBRATION}.detector.dlq`

/** Reads calibration parts, and knows the detector of each generation whose part is whole. */
export class Calibrations {
  #fit
  #id
  #producer
  #admin
  #parts = new Map() // samples by index, of each part that is not whole yet
  #detectors = new Map() // by run and generation

  constructor(fit, id) {
    this.#fit = fit
    this.#id = id
  }

  async start(kafka, instance) {
    this.#producer = await newProducer(kafka, `${this.#id}-calibration-${instance}`)
    this.#admin = kafka.admin()
    await this.#admin.connect()
    // A new group in each life reads all parts from the beginning: what was fitted is in memory alone.
    const consumer = await newConsumer(kafka, CALIBRATION, `${this.#id}-calibration-${randomUUID()}`)
    await consumer.run({ autoCommit: false, eachMessage: ({ partition, message }) => this.#read(partition, message) })
  }

  async #read(partition, message) {
    let sample
    try {
      sample = read('calibration-sample', message.value)
    } catch (e) {
      return this.#refuse(partition, message, e)
    }
    return this.#take(sample)
  }

  /** Obligation "wrong records": a dead letter, once, though each life reads the record again. */
  async #refuse(partition, message, failure) {
    // A group that nobody joins; its offsets tell which wrong records an earlier life has refused.
    const groupId = `${this.#id}-refused-calibration`
    const [{ partitions }] = await this.#admin.fetchOffsets({ groupId, topics: [CALIBRATION] })
    const known = partitions.find(one => one.partition === partition)?.offset ?? -1
    if (BigInt(message.offset) < BigInt(known)) return
    console.log(`${CALIBRATION}-${partition}@${message.offset} is refused: ${failure.message}`)
    const letter = deadLetter(CALIBRATION, partition, message, failure)
    await inTransaction(this.#producer, async transaction => {
      await transaction.send({ topic: DEAD_LETTERS, messages: [letter] })
      await transaction.sendOffsets({ consumerGroupId: groupId, topics: behind(CALIBRATION, partition, message.offset) })
    })
  }

  async #take(sample) {
    const name = nameOf(sample)
    if (sample.part !== 'calibration' || this.#detectors.has(name)) return
    // Obligation "calibration": the samples of a part come in any order, and some come twice.
    const part = this.#parts.get(name) ?? new Map()
    this.#parts.set(name, part.set(sample.index, sample))
    if (part.size < sample.total) return
    const detector = this.#fitted(name, [...part.values()].sort((a, b) => a.index - b.index))
    // Obligation "its own account": announced before the first score that uses it.
    const messages = [this.#announcement(sample, detector)]
    await inTransaction(this.#producer, transaction => transaction.send({ topic: CALIBRATED, messages }))
    this.#detectors.set(name, detector)
    this.#parts.delete(name)
    console.log(`${name}: AUROC ${detector.quality.auroc.toFixed(3)}, temperature ${detector.temperature.toFixed(2)}`)
  }

  #fitted(name, samples) {
    const texts = machineWritten => samples.filter(s => s.machineWritten === machineWritten).map(s => s.text)
    try {
      return { ...calibrate(this.#fit, texts(false), texts(true)), detectorVersion: versionOf(samples) }
    } catch (e) {
      console.error(`${name}: the detector cannot be fitted to its calibration part of ${samples.length} texts: ${e.stack}`)
      return process.exit(1) // the author's fault, which a second try would meet again
    }
  }

  #announcement({ runId, generation }, { logit, ...told }) {
    return {
      key: `${runId}:${generation}:${this.#id}`,
      value: JSON.stringify({ runId, generation, detectorId: this.#id, head: [], intercept: 0, ...told }),
      headers: eventHeaders('detector-calibrated', this.#id)
    }
  }

  /** The detector of a run and generation; undefined where its part is not whole. */
  find = name => this.#detectors.get(name)
}

/** Obligation "name": the version changes with whatever decides a score: the author's program, and the texts it is fitted to. */
function versionOf(samples) {
  const digest = createHash('sha256').update(JSON.stringify(samples))
  for (const file of [process.argv[1], new URL('quality.mjs', import.meta.url)]) digest.update(readFileSync(file))
  return digest.digest('hex').slice(0, 16)
}

/** What a detector is fitted for: a generation of a run. */
export function nameOf({ runId, generation }) {
  return `${runId}:${generation}`
}
