// The contracts' golden samples, and dead letters. Usage: node --test
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { deadLetter, read, recordBytes } from './messages.mjs'

const GOLDEN = new URL('../../../../contracts/src/test/resources/golden/', import.meta.url)

for (const event of ['sample-collected', 'calibration-sample']) {
  const bodies = kind => readdirSync(new URL(`${event}/${kind}/`, GOLDEN)).map(name =>
    [name, readFileSync(new URL(`${event}/${kind}/${name}`, GOLDEN))])

  test(`reads every valid ${event} as it is`, () => {
    for (const [name, body] of bodies('valid')) assert.deepEqual(read(event, body), JSON.parse(body), name)
  })

  test(`refuses every invalid ${event}`, () => {
    for (const [name, body] of bodies('invalid')) assert.throws(() => read(event, body), name)
  })
}

test('a dead letter has key, bytes and headers as they came', () => {
  const headers = { ce_id: Buffer.from('1'), none: null, two: [null, Buffer.from('2')] }
  const record = { key: Buffer.from('k'), value: null, headers, offset: '41' }
  const letter = deadLetter('samples.collected.v1', 2, record, new Error('wrong\nbody'))
  assert.equal(letter.key, record.key)
  assert.equal(letter.value, null)
  assert.equal(letter.headers.ce_id, record.headers.ce_id)
  assert.deepEqual(letter.headers.none, Buffer.alloc(0), 'a header that the client can write')
  assert.deepEqual(letter.headers.two, [Buffer.alloc(0), Buffer.from('2')])
  assert.equal(letter.headers['dead-letter-reason'], 'wrong body')
  assert.equal(letter.headers['dead-letter-offset'], '41')
  assert.equal(letter.headers['dead-letter-body-cut'], undefined)
})

test('a dead letter always fits into a record, and says what is cut', () => {
  const headers = { small: Buffer.from('1'), large: Buffer.alloc(600_000) }
  const record = { key: Buffer.alloc(100_000), value: Buffer.alloc(8_750_000), headers, offset: '41' }
  const letter = deadLetter('samples.collected.v1', 2, record, new Error('x'.repeat(5_000)))
  assert.ok(recordBytes(letter) <= 9_437_184 - 16 * 1024)
  assert.equal(letter.key.length, 64 * 1024)
  assert.equal(letter.headers.small, headers.small)
  assert.equal(letter.headers['dead-letter-key-length'], '100000')
  assert.equal(letter.headers['dead-letter-headers-dropped'], '1')
  assert.equal(letter.headers['dead-letter-body-cut'], undefined)
  const larger = deadLetter('samples.collected.v1', 2, { ...record, value: Buffer.alloc(9_430_000) }, new Error('x'))
  assert.ok(recordBytes(larger) <= 9_437_184 - 16 * 1024)
  assert.equal(larger.headers['dead-letter-body-length'], '9430000')
})
