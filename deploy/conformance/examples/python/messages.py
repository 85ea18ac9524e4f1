"""Messages as the contracts have them: reading and refusing bodies, headers, dead letters."""

import hashlib
import json
import math
import re
import uuid
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

Message = dict[str, Any]
Headers = list[tuple[str, bytes | None]]

SCHEMAS = Path(__file__).resolve().parents[4] / "contracts/src/main/resources/schemas"
MAX_BODY_BYTES = 8 * 1024 * 1024
MAX_LETTER_BYTES = 9_437_184 - 16 * 1024  # the largest record, without room for the batch around it
MAX_REASON = 2_000
MAX_KEY_BYTES = 64 * 1024
MAX_HEADER_BYTES = 512 * 1024
OWN_BYTES = 16 * 1024  # what the headers of a dead letter's own need at most: a reason of 2,000 characters, and marks
HEADER_BYTES = 10  # two lengths around each header
OWN_HEADER = re.compile(
    r"dead-letter-(reason|exception-class-name|topic|partition|offset|(body|key)-(cut|length|sha256)|headers-dropped)"
)


class RawRecord(NamedTuple):
    """A record without its place: key, bytes and headers."""

    key: bytes | None
    value: bytes | None
    headers: Headers


def matches_to_the_end(_: Any, pattern: str, instance: Any, __: Any) -> Any:
    """Patterns as JSON Schema has them: in Python, $ would let a line break stand at the end."""
    if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield ValidationError("does not match to its end")


STRICT = extend(Draft202012Validator, {"pattern": matches_to_the_end})
VALIDATORS = {
    event: STRICT(json.loads((SCHEMAS / f"{event}.v1.json").read_text("utf-8")))
    for event in ("sample-collected", "calibration-sample")
}


def read(event: str, body: bytes | None) -> Message:
    """Reads a body of the event sample-collected or calibration-sample.

    Obligation "read": refuse what is longer than 8 MiB, is no UTF-8, has a key twice, holds a number beyond 64-bit floating
    point, or does not follow the schema; ignore unknown fields.

    Raises:
        Exception: the record is to be refused; the message is the reason.
    """
    if not body:
        raise ValueError("the record has no body")
    if len(body) > MAX_BODY_BYTES:
        raise ValueError(f"the body is longer than {MAX_BODY_BYTES} bytes")
    message = json.loads(
        body.decode("utf-8"),
        object_pairs_hook=without_twins,
        parse_float=finite_float,
        parse_int=finite_int,
        parse_constant=finite_float,
    )
    error = next(VALIDATORS[event].iter_errors(message), None)
    if error:
        # Not the message of the error: it holds the text, however long.
        raise ValueError(f"{error.json_path} breaks {error.validator}: {error.validator_value!r}"[:500])
    check_rules(event, message)
    return message


def to_json(message: Any) -> bytes:
    return json.dumps(message, allow_nan=False, separators=(",", ":")).encode()


def without_twins(pairs: list[tuple[str, Any]]) -> Message:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in an object")
    return found


def finite_float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"the number {text[:100]} is beyond 64-bit floating point")
    return number


def finite_int(text: str) -> int:
    finite_float(text)
    return int(text)


def check_rules(event: str, message: Message) -> None:
    """Checks between fields, which a schema cannot state."""
    if event == "sample-collected":
        if not message["text"].strip():
            raise ValueError("text is blank")
    elif message["index"] >= message["total"]:
        raise ValueError("index is not less than total")
    elif message["machineWritten"] and message["part"] != "calibration":
        raise ValueError("a held-out part is human text")


def event_headers(event: str, detector_id: str) -> Headers:
    """The six CloudEvents headers. Obligation "write": each record has them, and a ce_id of its own."""
    headers = {
        "ce_specversion": "1.0",
        "ce_id": str(uuid.uuid4()),
        "ce_source": f"/tailkeeper/{detector_id}",
        "ce_type": f"io.tailkeeper.{event}.v1",
        "ce_time": datetime.now(timezone.utc).isoformat().replace("+00:00", "Z"),
        "content-type": "application/json",
    }
    return [(name, value.encode()) for name, value in headers.items()]


def dead_letter(place: tuple[str, int, int], refused: RawRecord, failure: Exception) -> RawRecord:
    """The dead letter of a refused record, which was read at a topic, partition and offset.

    Obligation "refuse": key, bytes and headers as they came, and five headers that say why and whence. A letter always fits
    into a record: where it would not, headers and key are cut first, then the body.
    """
    topic, partition, offset = place
    own = {
        "dead-letter-reason": re.sub(r"\s+", " ", str(failure))[:MAX_REASON] or "no reason given",
        "dead-letter-exception-class-name": type(failure).__name__,
        "dead-letter-topic": topic,
        "dead-letter-partition": str(partition),
        "dead-letter-offset": str(offset),
    }
    key, value = refused.key, refused.value
    # Headers of an earlier refusal go: the record was sent again and has failed again, for a reason of its own.
    original = [header for header in refused.headers if not OWN_HEADER.fullmatch(header[0])]
    if size(key) + size(value) + header_bytes(original) + OWN_BYTES > MAX_LETTER_BYTES:
        original = first_headers(original, own)
        key = beginning("key", key, MAX_KEY_BYTES, own)
        value = beginning("body", value, MAX_LETTER_BYTES - size(key) - header_bytes(original) - OWN_BYTES, own)
    return RawRecord(key, value, original + [(name, text.encode("utf-8", "replace")) for name, text in own.items()])


def first_headers(headers: Headers, own: dict[str, str]) -> Headers:
    kept: Headers = []
    room = MAX_HEADER_BYTES
    for header in headers:
        if header_bytes([header]) <= room:
            kept.append(header)
            room -= header_bytes([header])
    if len(kept) < len(headers):
        own["dead-letter-headers-dropped"] = str(len(headers) - len(kept))
    return kept


def beginning(part: str, whole: bytes | None, room: int, own: dict[str, str]) -> bytes | None:
    """The part, or as much of it as there is room for; then headers say that it is cut, and what it was."""
    if whole is None or len(whole) <= room:
        return whole
    own[f"dead-letter-{part}-cut"] = "true"
    own[f"dead-letter-{part}-length"] = str(len(whole))
    own[f"dead-letter-{part}-sha256"] = hashlib.sha256(whole).hexdigest()
    return whole[:room]


def size(whole: bytes | None) -> int:
    return len(whole or b"")


def header_bytes(headers: Headers) -> int:
    return sum(len(name.encode()) + size(value) + HEADER_BYTES for name, value in headers)
