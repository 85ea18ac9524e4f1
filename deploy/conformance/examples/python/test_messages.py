"""The contracts' golden samples, and dead letters. Usage: python -m unittest"""

import json
import unittest
from pathlib import Path

from messages import RawRecord, dead_letter, header_bytes, read, size

GOLDEN = Path(__file__).resolve().parents[4] / "contracts/src/test/resources/golden"
EVENTS = ("sample-collected", "calibration-sample")
PLACE = ("samples.collected.v1", 2, 41)
ROOM = 9_437_184 - 16 * 1024


class MessagesTest(unittest.TestCase):
    def test_reads_every_valid_sample_as_it_is(self) -> None:
        for event in EVENTS:
            for file in sorted((GOLDEN / event / "valid").iterdir()):
                with self.subTest(file.name):
                    self.assertEqual(json.loads(file.read_bytes()), read(event, file.read_bytes()))

    def test_refuses_every_invalid_sample(self) -> None:
        for event in EVENTS:
            for file in sorted((GOLDEN / event / "invalid").iterdir()):
                with self.subTest(file.name), self.assertRaises(Exception):
                    read(event, file.read_bytes())


class DeadLetterTest(unittest.TestCase):
    def test_has_key_bytes_and_headers_as_they_came(self) -> None:
        letter = dead_letter(PLACE, RawRecord(b"k", None, [("ce_id", b"1")]), ValueError("wrong\nbody"))
        headers = dict(letter.headers)
        self.assertEqual((b"k", None, b"1"), (letter.key, letter.value, headers["ce_id"]))
        self.assertEqual(b"wrong body", headers["dead-letter-reason"])
        self.assertEqual(b"41", headers["dead-letter-offset"])
        self.assertNotIn("dead-letter-body-cut", headers)

    def test_always_fits_into_a_record_and_says_what_is_cut(self) -> None:
        sent = [("small", b"1"), ("large", bytes(600_000))]
        letter = dead_letter(PLACE, RawRecord(bytes(100_000), bytes(8_750_000), sent), ValueError("x" * 5_000))
        headers = dict(letter.headers)
        self.assertLessEqual(size(letter.key) + size(letter.value) + header_bytes(letter.headers), ROOM)
        self.assertEqual(64 * 1024, size(letter.key))
        self.assertEqual((b"1", b"100000"), (headers["small"], headers["dead-letter-key-length"]))
        self.assertEqual(b"1", headers["dead-letter-headers-dropped"])
        self.assertNotIn("dead-letter-body-cut", headers)
        larger = dead_letter(PLACE, RawRecord(b"k", bytes(9_430_000), sent), ValueError("x"))
        self.assertLessEqual(size(larger.value) + header_bytes(larger.headers), ROOM)
        self.assertEqual(b"9430000", dict(larger.headers)["dead-letter-body-length"])


if __name__ == "__main__":
    unittest.main()
