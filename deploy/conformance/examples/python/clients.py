"""Kafka clients as the contracts ask for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from confluent_kafka import Consumer, KafkaException, Producer
from confluent_kafka import Message as Record

MAX_RECORDS = 500  # of one look
TIMEOUT = 30.0  # s that one exchange with the broker may take


def new_consumer(bootstrap: str, group: str) -> Consumer:
    """Obligation "read": committed records alone, from the earliest offset."""
    settings: dict[str, Any] = {
        "bootstrap.servers": bootstrap,
        "group.id": group,
        "isolation.level": "read_committed",
        "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
        "session.timeout.ms": 10_000,  # until the broker gives a dead instance's partitions to another
    }
    return Consumer(settings)


def new_producer(bootstrap: str, client_id: str, name: str) -> Producer:
    """Obligation "write": acks from all, idempotent, room for large messages; and in transactions.

    Args:
        bootstrap: the broker, HOST:PORT.
        client_id: the detector.
        name: the producer's own. A transaction that was left open is ended by the next producer of the name.
    """
    settings: dict[str, Any] = {
        "bootstrap.servers": bootstrap,
        "client.id": client_id,
        "transactional.id": name,
        "transaction.timeout.ms": 9_000,  # until the broker ends a dead instance's transaction, which holds readers up
        "enable.idempotence": True,
        "acks": "all",
        "message.max.bytes": 9_437_184,
    }
    producer = Producer(settings)
    producer.init_transactions(TIMEOUT)
    return producer


@contextmanager
def transaction(producer: Producer) -> Iterator[None]:
    """What is sent inside is written together or not at all. After a failure, go on with a new producer of the name."""
    producer.begin_transaction()
    yield
    producer.commit_transaction(TIMEOUT)  # fails where a record of it could not be written


def records(consumer: Consumer, wait: float) -> Iterator[Record]:
    """What has come since the last look, and what comes within so many seconds."""
    for record in consumer.consume(MAX_RECORDS, wait):
        if record.error() is None:
            yield record
        elif record.error().fatal():
            raise KafkaException(record.error())
        else:
            print(f"Kafka: {record.error().str()}", flush=True)  # the client tries again by itself
