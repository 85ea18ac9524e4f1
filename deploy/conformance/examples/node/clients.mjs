// Kafka clients as the contracts ask for them.

const SESSION_TIMEOUT = 10_000 // ms until the broker gives a dead instance's partitions to another
const TRANSACTION_TIMEOUT = 9_000 // ms until it ends a dead instance's transaction, which holds readers up

/**
 * Obligation "read": committed records alone, as this client does, from the earliest offset.
 *
 * @returns a consumer that reads the topic
 */
export async function newConsumer(kafka, topic, groupId) {
  const consumer = kafka.consumer({ groupId, sessionTimeout: SESSION_TIMEOUT })
  consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
    // The client begins again by itself, from the offsets of the last whole transaction; what it cannot mend ends the process.
    console.error(`${restart ? 'begins again' : 'ends'}: ${error.message}`)
    if (!restart) process.exit(1)
  })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  return consumer
}

/**
 * Obligation "write": idempotent, and with that, acks from all; and in transactions.
 *
 * @param {string} name the producer's own. A transaction that was left open is ended by the next producer of the name
 */
export async function newProducer(kafka, name) {
  const settings = { idempotent: true, maxInFlightRequests: 1, transactionTimeout: TRANSACTION_TIMEOUT }
  const producer = kafka.producer({ ...settings, transactionalId: name })
  await producer.connect()
  return producer
}

/** What is sent by the given work is written together, or not at all. */
export async function inTransaction(producer, work) {
  const transaction = await producer.transaction()
  try {
    await work(transaction)
    await transaction.commit()
  } catch (e) {
    await transaction.abort()
    throw e
  }
}

/** The offset behind a record, as the client wants it. */
export function behind(topic, partition, offset) {
  return [{ topic, partitions: [{ partition, offset: `${BigInt(offset) + 1n}` }] }]
}
