"""A detector's side of the contracts, ../../../../contracts/WRITING-A-SERVICE.md; each obligation is named where it is kept."""

import sys
import time
from contextlib import closing
from typing import Any

from confluent_kafka import KafkaException, TopicPartition
from confluent_kafka import Message as Record

from calibrations import Calibrations, FittedDetector, Generation, generation_of
from clients import TIMEOUT, new_consumer, new_producer, records, transaction
from messages import Message, RawRecord, dead_letter, event_headers, read, to_json
from quality import Fit, Score, finite, sigmoid

__all__ = ["Score", "serve"]

COLLECTED = "samples.collected.v1"
SCORED = "samples.scored.v1"
DEAD_LETTERS = f"{COLLECTED}.detector.dlq"  # "detector" is the word for every detector, whatever its id
PAUSE = 0.1  # s between two looks
LONGEST_WAIT = 60.0  # s that samples of a generation wait for its calibration part


def serve(fit: Fit, bootstrap: str, detector_id: str = "surprise", instance: str = "0") -> None:
    """Serves as a detector until the process is ended.

    Args:
        fit: the author's function.
        bootstrap: the broker, HOST:PORT.
        detector_id: the name that runs select by.
        instance: the name of this process among those that share the work.

    Raises:
        SystemExit: the author's function cannot be fitted to a calibration part.
    """
    print(f"detector {detector_id} reads from {bootstrap}", flush=True)
    while True:
        try:
            with (
                closing(Calibrations(fit, bootstrap, detector_id, instance)) as calibrations,
                closing(Scorer(calibrations, bootstrap, detector_id, instance)) as scorer,
            ):
                while True:
                    calibrations.look(0.0)
                    scorer.look(PAUSE)
        except KafkaException as failure:
            # From the offsets of the last whole transaction; the one that is open is ended by init_transactions.
            print(f"begins again: {failure}", file=sys.stderr, flush=True)
            time.sleep(1.0)


class Scorer:
    """Answers samples. Scores, dead letters and offsets go into one transaction: a batch is answered once or not at all."""

    def __init__(self, calibrations: Calibrations, bootstrap: str, detector_id: str, instance: str) -> None:
        self._calibrations = calibrations
        self._id = detector_id
        self._deadlines: dict[Generation, float] = {}  # s, of the monotonic clock
        self._producer = new_producer(bootstrap, detector_id, f"{detector_id}-{instance}")
        # Obligation "group": one of its own for each detector, so that nobody takes samples from it.
        self._consumer = new_consumer(bootstrap, detector_id)
        self._consumer.subscribe([COLLECTED])

    def look(self, wait: float) -> None:
        """Answers what has come since the last look, and what comes within so many seconds."""
        batch = list(records(self._consumer, wait))
        if batch:
            answers: list[RawRecord] = []
            letters: list[RawRecord] = []
            for record in batch:
                self._judge(record, answers, letters)
            self._send(batch, answers, letters)

    def close(self) -> None:
        self._consumer.close()

    def _judge(self, record: Record, answers: list[RawRecord], letters: list[RawRecord]) -> None:
        try:
            sample = read("sample-collected", record.value())
            detector = self._detector_for(generation_of(sample))
            answers.append(self._answer(sample, detector))
        except KafkaException:
            raise  # no fault of the record
        except Exception as failure:
            # Obligation "wrong records": refused and gone on from, never tried again; those that cannot be judged too.
            place = (COLLECTED, record.partition(), record.offset())
            print(f"{COLLECTED}-{place[1]}@{place[2]} is refused: {failure}", flush=True)
            letters.append(dead_letter(place, RawRecord(record.key(), record.value(), record.headers() or []), failure))

    def _detector_for(self, generation: Generation) -> FittedDetector | None:
        """Samples may come before their part, and wait for it; not for ever: the part of a run that was ended never comes."""
        if generation[1] > 0:  # Obligation "generation 0": it has no part, and is answered at once
            deadline = self._deadlines.setdefault(generation, time.monotonic() + LONGEST_WAIT)
            while self._calibrations.find(generation) is None and time.monotonic() < deadline:
                self._calibrations.look(PAUSE)
        return self._calibrations.find(generation)

    def _answer(self, sample: Message, detector: FittedDetector | None) -> RawRecord:
        """Obligation "answer": key sampleId, the sample whole and unchanged, a probability, a finite logit."""
        message = {"sample": sample, "detectorId": self._id, **verdict(sample["text"], detector)}
        return RawRecord(sample["sampleId"].encode(), to_json(message), event_headers("sample-scored", self._id))

    def _send(self, batch: list[Record], answers: list[RawRecord], letters: list[RawRecord]) -> None:
        next_offsets: dict[int, int] = {record.partition(): record.offset() + 1 for record in batch}
        positions = [TopicPartition(COLLECTED, partition, offset) for partition, offset in next_offsets.items()]
        with transaction(self._producer):
            for topic, messages in ((SCORED, answers), (DEAD_LETTERS, letters)):
                for message in messages:
                    self._producer.produce(topic, message.value, message.key, headers=message.headers)
            self._producer.send_offsets_to_transaction(positions, self._consumer.consumer_group_metadata(), TIMEOUT)


def verdict(text: str, detector: FittedDetector | None) -> dict[str, Any]:
    """What an answer says beside the sample: 0.5 where nothing better is known. Obligation "too weak": 0.5 too."""
    if detector is None:
        return {"detectorVersion": "prior", "syntheticProbability": 0.5, "logit": 0.0}
    found = detector.calibration
    if not found.usable:
        return {"detectorVersion": detector.version, "syntheticProbability": 0.5, "logit": 0.0}
    logit = finite(found.score(text))
    probability = sigmoid(logit / found.temperature)
    return {"detectorVersion": detector.version, "syntheticProbability": probability, "logit": logit}
