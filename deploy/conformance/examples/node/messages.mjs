// Messages as the contracts have them: reading and refusing bodies, headers, dead letters.
import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import Ajv from 'ajv/dist/2020.js'

const SCHEMAS = new URL('../../../../contracts/src/main/resources/schemas/', import.meta.url)
const MAX_BODY_BYTES = 8 * 1024 * 1024
const MAX_LETTER_BYTES = 9_437_184 - 16 * 1024 // the largest record, without room for the batch around it
const MAX_REASON = 2_000
const MAX_KEY_BYTES = 64 * 1024
const MAX_HEADER_BYTES = 512 * 1024
const OWN_BYTES = 16 * 1024 // what the headers of a dead letter's own need at most: a reason of 2,000 characters, and marks
const HEADER_BYTES = 10 // two lengths around each header

const ajv = new Ajv({ strict: false })
const validators = Object.fromEntries(['sample-collected', 'calibration-sample'].map(event =>
  [event, ajv.compile(JSON.parse(readFileSync(new URL(`${event}.v1.json`, SCHEMAS))))]))

/** Checks between fields, which a schema cannot state. */
const RULES = {
  'sample-collected': ({ text }) => !text.trim() && 'text is blank',
  'calibration-sample': ({ index, total, part, machineWritten }) =>
    (index >= total && 'index is not less than total') ||
    (machineWritten && part !== 'calibration' && 'a held-out part is human text')
}

/**
 * Reads a body. Obligation "read": refuse what is longer than 8 MiB, is no UTF-8, has a key twice, holds a number beyond 64-bit
 * floating point, or does not follow the schema; ignore unknown fields.
 *
 * @param {string} event sample-collected or calibration-sample
 * @param {Buffer|null} body
 * @throws when the record is to be refused; the message is the reason
 */
export function read(event, body) {
  if (!body) throw new Error('the record has no body')
  if (body.length > MAX_BODY_BYTES) throw new Error(`the body is longer than ${MAX_BODY_BYTES} bytes`)
  const json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  const message = JSON.parse(json)
  if (writtenKeys(json) !== keptKeys(message)) throw new Error('a key stands twice in an object')
  if (!hasFiniteNumbers(message)) throw new Error('a number is beyond 64-bit floating point')
  const follows = validators[event]
  if (!follows(message)) throw new Error(ajv.errorsText(follows.errors))
  const fault = RULES[event](message)
  if (fault) throw new Error(fault)
  return message
}

/** Keys as the text has them: strings with a colon behind. The parser keeps one of two equal keys and does not tell. */
function writtenKeys(json) {
  const strings = json.match(/"(?:[^"\\]+|\\.)*"(\s*:)?/g) ?? []
  return strings.filter(string => string.endsWith(':')).length
}

function keptKeys(node) {
  if (node === null || typeof node !== 'object') return 0
  const own = Array.isArray(node) ? 0 : Object.keys(node).length
  return Object.values(node).reduce((sum, child) => sum + keptKeys(child), own)
}

function hasFiniteNumbers(node) {
  if (typeof node === 'number') return Number.isFinite(node)
  return node === null || typeof node !== 'object' || Object.values(node).every(hasFiniteNumbers)
}

/** The six CloudEvents headers. Obligation "write": each record has them, and a ce_id of its own. */
export function eventHeaders(event, detectorId) {
  return {
    ce_specversion: '1.0',
    ce_id: randomUUID(),
    ce_source: `/tailkeeper/${detectorId}`,
    ce_type: `io.tailkeeper.${event}.v1`,
    ce_time: new Date().toISOString(),
    'content-type': 'application/json'
  }
}

/**
 * The dead letter of a refused record. Obligation "refuse": key, bytes and headers as they came, and five headers that say why
 * and whence. A letter always fits into a record: where it would not, headers and key are cut first, then the body.
 *
 * @param {{key: ?Buffer, value: ?Buffer, headers: object, offset: string}} record as it was read
 * @param {Error} failure the reason
 */
export function deadLetter(topic, partition, record, failure) {
  const own = {
    'dead-letter-reason': oneLine(failure.message),
    'dead-letter-exception-class-name': failure.name,
    'dead-letter-topic': topic,
    'dead-letter-partition': `${partition}`,
    'dead-letter-offset': record.offset
  }
  let { key, value } = record
  let original = originalHeaders(record.headers ?? {})
  if (recordBytes({ key, value, headers: original }) + OWN_BYTES > MAX_LETTER_BYTES) {
    original = firstHeaders(original, own)
    key = beginning('key', key, MAX_KEY_BYTES, own)
    value = beginning('body', value, MAX_LETTER_BYTES - recordBytes({ key, headers: original }) - OWN_BYTES, own)
  }
  return { key, value, headers: { ...original, ...own } }
}

/** Without those of an earlier refusal: the record was sent again and has failed again, for a reason of its own. */
function originalHeaders(headers) {
  const own = /^dead-letter-(reason|exception-class-name|topic|partition|offset|(body|key)-(cut|length|sha256)|headers-dropped)$/
  const writable = value => value ?? Buffer.alloc(0) // the client reads a header without a value, and cannot write it
  return Object.fromEntries(Object.entries(headers)
    .filter(([name]) => !own.test(name))
    .map(([name, values]) => [name, Array.isArray(values) ? values.map(writable) : writable(values)]))
}

function oneLine(text) {
  return text.replace(/\s+/g, ' ').slice(0, MAX_REASON) || 'no reason given'
}

/** The headers that there is room for; those of one name stay together. */
function firstHeaders(headers, own) {
  const kept = {}
  let room = MAX_HEADER_BYTES
  let dropped = 0
  for (const [name, values] of Object.entries(headers)) {
    const size = headerBytes({ [name]: values })
    if (size <= room) {
      kept[name] = values
      room -= size
    } else {
      dropped += [values].flat().length
    }
  }
  if (dropped > 0) own['dead-letter-headers-dropped'] = `${dropped}`
  return kept
}

/** The part, or as much of it as there is room for; then headers say that it is cut, and what it was. */
function beginning(part, whole, room, own) {
  if (bytes(whole) <= room) return whole
  own[`dead-letter-${part}-cut`] = 'true'
  own[`dead-letter-${part}-length`] = `${whole.length}`
  own[`dead-letter-${part}-sha256`] = createHash('sha256').update(whole).digest('hex')
  return whole.subarray(0, room)
}

/** What a record needs in a batch, without a few bytes around it. */
export function recordBytes({ key, value, headers }) {
  return bytes(key) + bytes(value) + headerBytes(headers)
}

/** A header that came several times has a list of values. */
function headerBytes(headers) {
  let size = 0
  for (const [name, values] of Object.entries(headers)) {
    for (const value of [values].flat()) size += bytes(name) + bytes(value) + HEADER_BYTES
  }
  return size
}

/** Bytes of a buffer, of a text as UTF-8, or of nothing. */
function bytes(content) {
  return Buffer.byteLength(content ?? '')
}
