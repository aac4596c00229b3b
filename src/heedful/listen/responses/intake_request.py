"""A request taken apart into its rows, each as it came and, where its shape is right, as what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
import orjson
from msgspec import Meta

from heedful.listen.fieldwork.types import Channel
from heedful.listen.responses import intake
from heedful.platform.core.errors import InvalidInput, PermanentError, Problem

# Both readers of JSON agree on whole numbers up to here; larger ones are left to the one that words errors.
_LARGEST = 2**53

type Whole = Annotated[int, Meta(ge=-_LARGEST, le=_LARGEST)]
type Plain = str | Whole | float | bool | None


class NotJson(PermanentError):
    status = 400
    code = "not-json"


class Contact(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    email: str | None = None
    phone: str | None = None
    external_id: str | None = None
    device: str | None = None
    name: Annotated[str, Meta(max_length=intake.MAX_NAME)] | None = None
    language: Annotated[str, Meta(max_length=intake.MAX_LANGUAGE)] | None = None
    attributes: dict[str, Plain] | None = None


class Row(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """A row whose fields have the right shape: what each may be is ``intake.FIELD_CHECKS``, or less.

    A response that goes on (``response``) needs tables and has no place here.
    """

    survey: Annotated[str, Meta(min_length=1, max_length=intake.MAX_SURVEY)]
    answers: dict[str, Plain | list[Plain] | dict[str, Plain]]
    idempotency_key: Annotated[str, Meta(min_length=1, max_length=intake.MAX_KEY)] | None = None
    answered_at: str | None = None
    contact: Contact | None = None
    unit: Annotated[str, Meta(max_length=intake.MAX_UNIT_KEY)] | None = None
    channel: Channel | None = None
    touchpoint: Annotated[str, Meta(max_length=intake.MAX_TOUCHPOINT)] | None = None
    language: Annotated[str, Meta(max_length=intake.MAX_LANGUAGE)] | None = None
    weight: Annotated[float, Meta(ge=0, le=intake.MAX_WEIGHT)] | None = None
    attributes: dict[str, Plain] | None = None
    status: Literal["partial", "completed"] | None = None
    is_test: bool | None = None
    version: int | None = None
    duration: Annotated[float, Meta(ge=0, le=intake.MAX_SECONDS)] | None = None


class Sent(msgspec.Struct, frozen=True, gc=False):
    """One row. Where ``row`` is none, something is odd, and ``content()`` is looked into."""

    raw: intake.Bytes
    row: Row | None
    read: Any = None

    def content(self) -> Any:
        return self.read if self.row is None else _read(self.raw)


class Request(NamedTuple):
    rows: Sequence[Sent]
    is_single: bool


class _Batch(msgspec.Struct, forbid_unknown_fields=True):
    responses: list[msgspec.Raw]


class _Rows(msgspec.Struct, forbid_unknown_fields=True):
    responses: list[Row]


_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_row = msgspec.json.Decoder(Row).decode
_list = msgspec.json.Decoder(list[msgspec.Raw]).decode
_batch = msgspec.json.Decoder(_Batch).decode
_list_of_rows = msgspec.json.Decoder(list[Row]).decode
_batch_of_rows = msgspec.json.Decoder(_Rows).decode


def parse(body: bytes) -> Request:
    """Take a body apart: one object, an array, or an object with ``responses``."""
    if len(body) > intake.MAX_BYTES:
        raise intake.TooLarge(f"The body has {len(body):,} bytes; at most {intake.MAX_BYTES:,} are taken.")
    if b"\\u0000" in body and _has_nul(_read(body)):
        raise InvalidInput(Problem("body", "has a text with the character U+0000, which cannot be stored"))
    if (row := _shaped(body)) is not None:
        return Request((Sent(body, row),), is_single=True)
    if (parts := _parts(body)) is not None:
        _limit(len(parts))
        if (rows := _rows(body)) is not None:
            return Request([*map(Sent, parts, rows)], is_single=False)
        return Request([_sent(bytes(part), body) for part in parts], is_single=False)
    content = _read(body)
    if isinstance(content, dict) and "responses" not in content:
        return Request((Sent(body, None, content),), is_single=True)
    return Request([Sent(orjson.dumps(row), None, row) for row in _many(content)], is_single=False)


def _shaped(raw: bytes) -> Row | None:
    try:
        return _row(raw)
    except _UNREADABLE:
        return None


def _parts(body: bytes) -> list[msgspec.Raw] | None:
    """Return the rows of a batch as they came, if it is one."""
    try:
        return _list(body) if _is_list(body) else _batch(body).responses
    except _UNREADABLE:
        return None


def _rows(body: bytes) -> list[Row] | None:
    """Return the rows of a batch as what they say, if all have the right shape."""
    try:
        return _list_of_rows(body) if _is_list(body) else _batch_of_rows(body).responses
    except _UNREADABLE:
        return None


def _is_list(body: bytes) -> bool:
    return body.lstrip()[:1] == b"["


def _sent(raw: bytes, body: bytes) -> Sent:
    row = _shaped(raw)
    if row is not None:
        return Sent(raw, row)
    try:
        return Sent(raw, None, _read(raw))
    except NotJson:
        _read(body)  # which tells where in the whole of it
        raise


def _read(raw: intake.Bytes) -> Any:
    try:
        return orjson.loads(memoryview(raw))
    except orjson.JSONDecodeError as error:
        raise NotJson(f"The body is not JSON: {error}.") from None


def _has_nul(content: object) -> bool:
    if isinstance(content, str):
        return "\x00" in content
    if isinstance(content, dict):
        return any(_has_nul(key) or _has_nul(value) for key, value in content.items())
    return isinstance(content, list) and any(_has_nul(value) for value in content)


def _many(content: object) -> list[Any]:
    if isinstance(content, dict):
        others = sorted(set(content) - {"responses"})
        if others:
            raise InvalidInput(*(Problem(name, "is not a field beside responses") for name in others[:20]))
        content = content["responses"]
    if not isinstance(content, list):
        raise InvalidInput(Problem("responses", "is not a list of objects"))
    _limit(len(content))
    return content


def _limit(rows: int) -> None:
    if not rows:
        raise InvalidInput(Problem("responses", "is empty"))
    if rows > intake.MAX_ROWS:
        raise intake.TooLarge(f"{rows:,} rows in one request; at most {intake.MAX_ROWS:,} are taken.")
