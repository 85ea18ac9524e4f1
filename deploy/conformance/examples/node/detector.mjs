// A detector by the contracts alone: how much likelier a text's words and word pairs are in the machine-written half of its
// generation's calibration part than in the human half. Usage: node detector.mjs HOST:PORT [ID [INSTANCE]]
import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import Ajv from 'ajv/dist/2020.js'
import { Kafka, logLevel } from 'kafkajs'
const ajv = new Ajv({ strict: false }), [broker = '127.0.0.1:9092', ID = 'surprise', instance = '0'] = process.argv.slice(2)
const COLLECTED = 'samples.collected.v1', LONGEST_WAIT = 60_000
const schema = event => new URL(`../../../../contracts/src/main/resources/schemas/${event}.v1.json`, import.meta.url)
const valid = event => ajv.getSchema(event) ?? ajv.addSchema(JSON.parse(readFileSync(schema(event))), event).getSchema(event)
const sum = numbers => numbers.reduce((a, b) => a + b, 0), sigmoid = x => 1 / (1 + Math.exp(-x))
const keys = node => node && typeof node === 'object'
  ? sum(Object.values(node).map(keys)) + (Array.isArray(node) ? 0 : Object.keys(node).length) : 0
const digest = data => createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16)
const headers = event => ({ ce_specversion: '1.0', ce_id: randomUUID(), ce_source: `/tailkeeper/${ID}`,
  ce_type: `io.tailkeeper.${event}.v1`, ce_time: new Date().toISOString(), 'content-type': 'application/json' })
function read(event, body, refuse) { // nothing when it is refused
  try {
    if (!body || body.length > 8 * 1024 * 1024) throw new Error(body ? 'longer than 8 MiB' : 'no body')
    const json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body), message = JSON.parse(json)
    const written = json.match(/"(?:[^"\\]|\\.)*"(\s*:)?/g)?.filter(string => string.endsWith(':')).length ?? 0
    if (written !== keys(message)) throw new Error('a key stands twice')
    if (!valid(event)(message)) throw new Error(ajv.errorsText(valid(event).errors))
    if (event === 'sample-collected' && !message.text.trim()) throw new Error('text is blank')
    return message
  } catch (e) { refuse(e) }
}
const grams = text => (text.toLowerCase().match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [])
  .flatMap((word, i, all) => (i ? [word, `${all[i - 1]} ${word}`] : [word]))
function fit(human, machine) { // log odds of a text; both halves have equal prompts and lengths, so counts need no totals
  const [h, m] = [human, machine].map(texts => texts.flatMap(grams).reduce((c, g) => c.set(g, (c.get(g) ?? 0) + 1), new Map()))
  return text => sum(grams(text).map(gram => Math.log(((m.get(gram) ?? 0) + 0.5) / ((h.get(gram) ?? 0) + 0.5))))
}
function calibrate(samples) { // quality and temperature are measured on texts that the fit did not see
  const classes = [false, true].map(label => samples.filter(s => s.machineWritten === label).map(s => s.text))
  const halves = [0, 1].map(fold => fit(...classes.map(texts => texts.filter((_, i) => i % 2 !== fold))))
  const [h, m] = classes.map(texts => texts.map((text, i) => halves[i % 2](text)).sort((a, b) => b - a))
  const loss = t => sum([...h.map(x => x / t), ...m.map(x => -x / t)].map(x => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))))
  const temperature = Array.from({ length: 30 }, (_, i) => 0.2 * 1.3 ** i).reduce((best, t) => (loss(t) < loss(best) ? t : best))
  const auroc = sum(m.map(x => sum(h.map(y => (x > y) + (x === y) / 2)))) / Math.max(1, h.length * m.length)
  const found = rate => m.filter(x => x > h[Math.floor(rate * h.length)]).length / Math.max(1, m.length)
  const bins = t => [...h.map(x => [sigmoid(x / t), 0]), ...m.map(x => [sigmoid(x / t), 1])]
    .reduce((gaps, [p, label]) => { gaps[Math.min(14, Math.floor(15 * p))] += p - label; return gaps }, Array(15).fill(0))
  const [calibrationErrorBefore, calibrationErrorAfter] = [1, temperature].map(t => sum(bins(t).map(Math.abs)) / samples.length)
  const usable = auroc - 2 * Math.sqrt((samples.length + 1) / (12 * h.length * m.length)) > 0.5 // chance is two errors away
  const quality = { truePositiveRateAt1: found(0.01), truePositiveRateAt5: found(0.05), calibrationErrorBefore, calibrationErrorAfter }
  return { logit: fit(...classes), temperature, usable, detectorVersion: digest(samples), quality: { samples: samples.length, auroc, ...quality } }
}
const kafka = new Kafka({ clientId: ID, brokers: [broker], logLevel: logLevel.NOTHING })
const safely = { idempotent: true, maxInFlightRequests: 1, transactionTimeout: 9_000 }
const [announcer, producer] = [safely, { ...safely, transactionalId: `${ID}-${instance}` }].map(settings => kafka.producer(settings))
const labelled = kafka.consumer({ groupId: `${ID}-calibration-${randomUUID()}` }) // a new group: every life reads them all
const collected = kafka.consumer({ groupId: ID, sessionTimeout: 10_000 }) // a group of its own: nobody takes samples from it
await Promise.all([announcer, producer, labelled, collected].map(client => client.connect()))
await Promise.all([[labelled, 'samples.calibration.v1'], [collected, COLLECTED]]
  .map(([consumer, topic]) => consumer.subscribe({ topic, fromBeginning: true })))
console.log(`detector ${ID} reads from ${broker}`)
collected.on(collected.events.CRASH, ({ payload }) => console.log(`begins again: ${payload.error.message}`))
const detectors = new Map(), parts = new Map(), deadlines = new Map()
await labelled.run({ autoCommit: false, eachMessage: async ({ message: { value: body, offset }, partition }) => {
  const sample = read('calibration-sample', body, e => console.log(`${partition}@${offset}: ${e.message}`))
  const { runId, generation, total, part: kind } = sample ?? {}, name = `${runId}:${generation}`
  if (kind !== 'calibration' || detectors.has(name)) return
  const part = parts.set(name, parts.get(name) ?? new Map()).get(name).set(sample.index, sample)
  if (part.size < total) return
  const { logit, ...told } = calibrate([...part.values()].sort((a, b) => a.index - b.index))
  const value = JSON.stringify({ runId, generation, detectorId: ID, head: [], intercept: 0, ...told }), key = `${name}:${ID}`
  await announcer.send({ topic: 'detectors.calibrated.v1', messages: [{ key, value, headers: headers('detector-calibrated') }] })
  detectors.set(name, { logit, ...told }) && parts.delete(name)
  console.log(`${name}: AUROC ${told.quality.auroc.toFixed(3)}, temperature ${told.temperature.toFixed(2)}`)
} })
async function answer(sample, heartbeat) { // generation 0 has no calibration part; any other is waited for, but not for ever
  const name = `${sample.runId}:${sample.generation}`
  if (sample.generation > 0 && !deadlines.has(name)) deadlines.set(name, Date.now() + LONGEST_WAIT)
  while (!detectors.has(name) && Date.now() < (deadlines.get(name) ?? 0)) { await heartbeat(); await sleep(200) }
  const { logit, detectorVersion, temperature, usable } = detectors.get(name) ?? { detectorVersion: 'prior' }
  const raw = usable ? logit(sample.text) : 0, syntheticProbability = usable ? sigmoid(raw / temperature) : 0.5
  const value = JSON.stringify({ sample, detectorId: ID, detectorVersion, syntheticProbability, logit: raw })
  return { key: sample.sampleId, value, headers: headers('sample-scored') }
}

await collected.run({ autoCommit: false, eachBatch: async ({ batch, heartbeat }) => {
  const { partition } = batch, answers = [], letters = []
  const refused = ({ key, value, headers, offset }, e) => ({ key, value, headers: { ...headers, 'dead-letter-reason': e.message,
    'dead-letter-exception-class-name': e.name, 'dead-letter-topic': COLLECTED, 'dead-letter-partition': `${partition}`,
    'dead-letter-offset': offset } })
  for (const message of batch.messages) {
    const sample = read('sample-collected', message.value, e => letters.push(refused(message, e)))
    if (sample) answers.push(await answer(sample, heartbeat))
  }
  const transaction = await producer.transaction(), offset = `${BigInt(batch.lastOffset()) + 1n}` // all or nothing
  try {
    if (answers.length) await transaction.send({ topic: 'samples.scored.v1', messages: answers })
    if (letters.length) await transaction.send({ topic: `${COLLECTED}.detector.dlq`, messages: letters })
    await transaction.sendOffsets({ consumerGroupId: ID, topics: [{ topic: COLLECTED, partitions: [{ partition, offset }] }] })
    await transaction.commit()
  } catch (e) { await transaction.abort(); throw e }
} })
