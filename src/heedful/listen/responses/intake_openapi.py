"""The door as the API's description tells it. Written by hand: the door reads bytes, not models."""

from __future__ import annotations

from typing import Any

from heedful.listen.audiences.types import MAX_ATTRIBUTES
from heedful.listen.fieldwork.types import Channel
from heedful.listen.responses.intake import MAX_KEY, MAX_ROWS, MAX_TOUCHPOINT, MAX_UNIT_KEY

_ATTRIBUTES = {
    "type": "object",
    "description": "Facts kept with the answers (country, plan, tenure), a single value each.",
    "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
    "maxProperties": MAX_ATTRIBUTES,
}
_CONTACT = {
    "type": "object",
    "additionalProperties": False,
    "description": "Who answered, recognised by any of e-mail, phone (+49…), external_id or device.",
    "properties": {
        "email": {"type": "string", "maxLength": 254},
        "phone": {"type": "string", "maxLength": 254},
        "external_id": {"type": "string", "maxLength": 254},
        "device": {"type": "string", "maxLength": 254},
        "name": {"type": "string", "maxLength": 200},
        "language": {"type": "string", "maxLength": 12},
        "attributes": _ATTRIBUTES,
    },
}
RESPONSE: dict[str, Any] = {
    "type": "object",
    "required": ["survey", "answers"],
    "additionalProperties": False,
    "properties": {
        "survey": {"type": "string", "description": "Id (svy_…) or name of a published survey."},
        "answers": {
            "type": "object",
            "description": "Values by question key. null is no answer; a value that the question does not "
            "allow is refused, never rounded or moved.",
        },
        "idempotency_key": {
            "type": "string",
            "minLength": 1,
            "maxLength": MAX_KEY,
            "description": "Your own name for this response. The same key again changes nothing and is "
            "answered as the first time. Without one, the response's id is the key.",
        },
        "response": {
            "type": "string",
            "description": "Id of a partial response that this one goes on with.",
        },
        "status": {"enum": ["partial", "completed"], "default": "completed"},
        "answered_at": {
            "type": "string",
            "format": "date-time",
            "description": "When it was answered; by default now. Without an offset it is UTC.",
        },
        "contact": _CONTACT,
        "unit": {"type": "string", "maxLength": MAX_UNIT_KEY, "description": "Key of the place or team."},
        "channel": {"enum": [channel.value for channel in Channel], "default": "api"},
        "touchpoint": {"type": "string", "maxLength": MAX_TOUCHPOINT},
        "language": {"type": "string", "maxLength": 12},
        "weight": {"type": "number", "minimum": 0, "maximum": 1_000_000},
        "attributes": _ATTRIBUTES,
        "is_test": {"type": "boolean", "default": False},
        "version": {"type": "integer", "minimum": 1, "description": "Version of the survey that was shown."},
    },
}
RECEIPT: dict[str, Any] = {
    "type": "object",
    "required": ["id", "idempotency_key", "state"],
    "properties": {
        "id": {"type": "string"},
        "idempotency_key": {"type": "string"},
        "state": {"enum": ["accepted", "duplicate"]},
    },
}
_RESULT: dict[str, Any] = {
    "type": "object",
    "required": ["row", "state"],
    "properties": {
        "row": {"type": "integer", "minimum": 1},
        "state": {"enum": ["accepted", "duplicate", "refused"]},
        "id": {"type": "string"},
        "idempotency_key": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}
RECEIPTS: dict[str, Any] = {
    "type": "object",
    "required": ["counts", "results"],
    "properties": {
        "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
        "results": {"type": "array", "items": _RESULT},
    },
}
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}


def _json(schema: dict[str, Any], about: str) -> dict[str, Any]:
    return {"description": about, "content": {"application/json": {"schema": schema}}}


def _problem(about: str) -> dict[str, Any]:
    return {"description": about, "content": {"application/problem+json": {"schema": _PROBLEM}}}


def openapi_operation() -> dict[str, Any]:
    """Return what the operation ``POST /responses`` adds to its entry in the API's description."""
    batch = {"type": "array", "items": RESPONSE, "minItems": 1, "maxItems": MAX_ROWS}
    wrapped = {
        "type": "object",
        "required": ["responses"],
        "additionalProperties": False,
        "properties": {"responses": batch},
    }
    answer = {"oneOf": [RECEIPT, RECEIPTS]}
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"anyOf": [RESPONSE, wrapped, batch]}}},
        },
        "responses": {
            "200": _json(answer, "Every row was here before; nothing was written."),
            "201": _json(answer, "Durable: the rows are on the disk."),
            "400": _problem("The body is not JSON."),
            "401": _problem("No key, or one that is unknown or revoked."),
            "403": _problem("The key lacks the scope answers.write."),
            "413": _problem("The body, or the number of rows, is too large."),
            "415": _problem("The body is not called JSON."),
            "422": _problem("Rules are broken; every row, field and reason is named, nothing was written."),
            "429": _problem("The key sends more answers a second than it may."),
            "503": _problem(
                "Too many answers are waiting to be written; Retry-After says when to come again."
            ),
        },
    }
