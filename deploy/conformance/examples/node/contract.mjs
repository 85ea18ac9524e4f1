// A detector's side of the contracts, ../../../../contracts/WRITING-A-SERVICE.md; each obligation is named where it is kept.
import { setTimeout as sleep } from 'node:timers/promises'
import { Kafka, logLevel } from 'kafkajs'
import { Calibrations, nameOf } from './calibrations.mjs'
import { behind, inTransaction, newConsumer, newProducer } from './clients.mjs'
import { deadLetter, eventHeaders, read, recordBytes } from './messages.mjs'
import { finite, sigmoid } from './quality.mjs'

const COLLECTED = 'samples.collected.v1'
const SCORED = 'samples.scored.v1'
const DEAD_LETTERS = `${COLLECTED}.detector.dlq` // "detector" is the word for every detector, whatever its id
const LONGEST_WAIT = 60_000 // ms that samples of a generation wait for its calibration part
const PAUSE = 200 // ms between two looks
const MAX_CHUNK_BYTES = 1024 * 1024 // of one request to write: the client makes one batch of it, which must fit into a record

/**
 * Serves as a detector until the process is ended.
 *
 * @param {(humanTexts: string[], machineTexts: string[]) => (text: string) => number} fit the author's function
 * @param {{bootstrap: string, id: string, instance: string}} options the broker; the detector's id; the name of this instance
 *     among those that share the work
 */
export async function serve(fit, { bootstrap, id, instance }) {
  const kafka = new Kafka({ clientId: id, brokers: [bootstrap], logLevel: logLevel.NOTHING })
  const calibrations = new Calibrations(fit, id)
  const scorer = new Scorer(calibrations, id)
  await calibrations.start(kafka, instance)
  await scorer.start(kafka, instance)
  console.log(`detector ${id} reads from ${bootstrap}`)
}

/** Answers samples. Scores, dead letters and offsets go into one transaction: a batch is answered once or not at all. */
class Scorer {
  #calibrations
  #id
  #producer
  #deadlines = new Map() // ms since 1970, by run and generation

  constructor(calibrations, id) {
    this.#calibrations = calibrations
    this.#id = id
  }

  async start(kafka, instance) {
    this.#producer = await newProducer(kafka, `${this.#id}-${instance}`)
    // Obligation "group": one of its own for each detector, so that nobody takes samples from it.
    const consumer = await newConsumer(kafka, COLLECTED, this.#id)
    await consumer.run({ autoCommit: false, eachBatch: ({ batch, heartbeat }) => this.#answer(batch, heartbeat) })
  }

  async #answer(batch, heartbeat) {
    const answers = []
    const letters = []
    for (const message of batch.messages) {
      try {
        const sample = read('sample-collected', message.value)
        await this.#awaitCalibration(sample, heartbeat)
        answers.push(this.#answerTo(sample))
      } catch (e) {
        if (e.name.startsWith('KafkaJS')) throw e // a heartbeat that failed is no fault of the record
        // Obligation "wrong records": refused and gone on from, never tried again; those that cannot be judged too.
        console.log(`${COLLECTED}-${batch.partition}@${message.offset} is refused: ${e.message}`)
        letters.push(deadLetter(COLLECTED, batch.partition, message, e))
      }
    }
    await this.#send(batch, answers, letters)
  }

  #send(batch, answers, letters) {
    const topics = behind(COLLECTED, batch.partition, batch.lastOffset())
    return inTransaction(this.#producer, async transaction => {
      for (const messages of chunksOf(answers)) await transaction.send({ topic: SCORED, messages })
      for (const messages of chunksOf(letters)) await transaction.send({ topic: DEAD_LETTERS, messages })
      await transaction.sendOffsets({ consumerGroupId: this.#id, topics })
    })
  }

  /** Samples may come before their part, and wait for it; not for ever, since the part of a run that was ended never comes. */
  async #awaitCalibration(sample, heartbeat) {
    if (sample.generation === 0) return // Obligation "generation 0": it has no part, and is answered at once
    const name = nameOf(sample)
    if (!this.#deadlines.has(name)) this.#deadlines.set(name, Date.now() + LONGEST_WAIT)
    while (!this.#calibrations.find(name) && Date.now() < this.#deadlines.get(name)) {
      await heartbeat()
      await sleep(PAUSE)
    }
  }

  /** Obligation "answer": key sampleId, the sample whole and unchanged, a probability, a finite logit. */
  #answerTo(sample) {
    const verdict = this.#verdict(sample.text, this.#calibrations.find(nameOf(sample)))
    return {
      key: sample.sampleId,
      value: JSON.stringify({ sample, detectorId: this.#id, ...verdict }),
      headers: eventHeaders('sample-scored', this.#id)
    }
  }

  #verdict(text, detector) {
    if (!detector) return { detectorVersion: 'prior', syntheticProbability: 0.5, logit: 0 }
    const { detectorVersion, usable, temperature } = detector
    if (!usable) return { detectorVersion, syntheticProbability: 0.5, logit: 0 } // Obligation "too weak"
    const logit = finite(detector.logit(text))
    return { detectorVersion, syntheticProbability: sigmoid(logit / temperature), logit }
  }
}

/** The messages in order, in lists of a limited size; a larger message is a list of its own. */
function chunksOf(messages) {
  const chunks = []
  let room = 0
  for (const message of messages) {
    const size = recordBytes(message)
    if (!chunks.length || size > room) {
      chunks.push([])
      room = MAX_CHUNK_BYTES
    }
    chunks.at(-1).push(message)
    room -= size
  }
  return chunks
}
