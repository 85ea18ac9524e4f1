"""Calibration parts, and the detectors that are fitted to them."""

import hashlib
import inspect
import traceback
import uuid
from dataclasses import dataclass
from pathlib import Path

from confluent_kafka import Message as Record
from confluent_kafka import TopicPartition

import quality
from clients import TIMEOUT, new_consumer, new_producer, records, transaction
from messages import Message, RawRecord, dead_letter, event_headers, read, to_json
from quality import Calibration, Fit, calibrate

CALIBRATION = "samples.calibration.v1"
CALIBRATED = "detectors.calibrated.v1"
DEAD_LETTERS = f"{CALIBRATION}.detector.dlq"

Generation = tuple[str, int]
"""The run's id, and the generation."""


def generation_of(sample: Message) -> Generation:
    return sample["runId"], int(sample["generation"])


@dataclass(frozen=True)
class FittedDetector:
    """The detector of one generation. The version changes with whatever decides a score."""

    calibration: Calibration
    version: str


class Calibrations:
    """Reads calibration parts, and knows the detector of each generation whose part is whole. For one thread."""

    def __init__(self, fit: Fit, bootstrap: str, detector_id: str, instance: str) -> None:
        self._fit = fit
        self._id = detector_id
        self._parts: dict[Generation, dict[int, Message]] = {}  # samples by index, of each part that is not whole yet
        self._detectors: dict[Generation, FittedDetector] = {}
        self._producer = new_producer(bootstrap, detector_id, f"{detector_id}-calibration-{instance}")
        # A new group in each life reads all parts from the beginning: what was fitted is in memory alone.
        self._consumer = new_consumer(bootstrap, f"{detector_id}-calibration-{uuid.uuid4()}")
        # A group that nobody joins; its offsets tell which wrong records an earlier life has refused.
        self._refused = new_consumer(bootstrap, f"{detector_id}-refused-calibration")
        self._consumer.subscribe([CALIBRATION])

    def find(self, generation: Generation) -> FittedDetector | None:
        """None where the part is not whole."""
        return self._detectors.get(generation)

    def look(self, wait: float) -> None:
        """Takes what has come since the last look, and what comes within so many seconds."""
        for record in records(self._consumer, wait):
            try:
                sample = read("calibration-sample", record.value())
            except Exception as failure:
                self._refuse(record, failure)
                continue
            if sample["part"] == "calibration" and generation_of(sample) not in self._detectors:
                self._take(sample)

    def close(self) -> None:
        self._consumer.close()
        self._refused.close()

    def _refuse(self, record: Record, failure: Exception) -> None:
        """Obligation "wrong records": a dead letter, once, though each life reads the record again."""
        place = (CALIBRATION, record.partition(), record.offset())
        [known] = self._refused.committed([TopicPartition(CALIBRATION, record.partition())], TIMEOUT)
        if record.offset() < known.offset:
            return
        print(f"{CALIBRATION}-{place[1]}@{place[2]} is refused: {failure}", flush=True)
        letter = dead_letter(place, RawRecord(record.key(), record.value(), record.headers() or []), failure)
        behind = TopicPartition(CALIBRATION, record.partition(), record.offset() + 1)
        with transaction(self._producer):
            self._producer.produce(DEAD_LETTERS, letter.value, letter.key, headers=letter.headers)
            self._producer.send_offsets_to_transaction([behind], self._refused.consumer_group_metadata(), TIMEOUT)

    def _take(self, sample: Message) -> None:
        generation = generation_of(sample)
        # Obligation "calibration": the samples of a part come in any order, and some come twice.
        part = self._parts.setdefault(generation, {})
        part[int(sample["index"])] = sample
        if len(part) < sample["total"]:
            return
        samples = [part[index] for index in sorted(part)]
        detector = self._fitted(samples)
        # Obligation "its own account": announced before the first score that uses it.
        self._announce(generation, detector)
        self._detectors[generation] = detector
        del self._parts[generation]

    def _fitted(self, samples: list[Message]) -> FittedDetector:
        human, machine = ([s["text"] for s in samples if s["machineWritten"] is label] for label in (False, True))
        try:
            return FittedDetector(calibrate(self._fit, human, machine), self._version(samples))
        except Exception as failure:  # the author's fault, which a second try would meet again
            traceback.print_exc()
            raise SystemExit(f"the detector cannot be fitted to a part of {len(samples)} texts: {failure}") from failure

    def _version(self, samples: list[Message]) -> str:
        """Obligation "name": a digest of the author's program and of the texts that it is fitted to."""
        digest = hashlib.sha256(to_json(samples))
        for file in (inspect.getsourcefile(self._fit), quality.__file__):
            digest.update(Path(str(file)).read_bytes())
        return digest.hexdigest()[:16]

    def _announce(self, generation: Generation, detector: FittedDetector) -> None:
        run, number = generation
        found = detector.calibration
        message = {
            "runId": run,
            "generation": number,
            "detectorId": self._id,
            "detectorVersion": detector.version,
            "head": [],
            "intercept": 0,
            "temperature": found.temperature,
            "usable": found.usable,
            "quality": found.quality,
        }
        with transaction(self._producer):
            headers = event_headers("detector-calibrated", self._id)
            self._producer.produce(CALIBRATED, to_json(message), f"{run}:{number}:{self._id}", headers=headers)
        print(f"{run}:{number}: AUROC {found.quality['auroc']:.3f}, temperature {found.temperature:.2f}", flush=True)
