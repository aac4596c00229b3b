"""SMS by any gateway that takes an HTTP request.

Options: ``url``, ``method`` (POST), ``headers``, ``body`` and ``type`` (application/json). In url and body
``{to}``, ``{from}``, ``{text}``, ``{uid}`` and ``{report_url}`` are replaced, escaped for where they stand.
``id`` is where the answer names the message (``messages.0.id``). For its calls to us ``incoming`` and
``report`` name the fields, ``delivered`` and ``failed`` the words for these states.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal
from urllib.parse import quote

from heedful.platform.messaging.gateway import call
from heedful.platform.messaging.kind import MessageRefused
from heedful.platform.messaging.types import Hook, IncomingSms, OutgoingSms, SmsReport, SmsState

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
_PLACE = re.compile(r"\{(to|from|text|uid|report_url)\}")
INCOMING = {"from": "from", "text": "text", "id": "id"}
REPORT = {"id": "id", "state": "status", "error": "error"}
DELIVERED, FAILED = ("delivered", "delivrd"), ("failed", "undelivered", "undeliv", "rejected", "expired")


class Http:
    channel: Literal["sms"] = "sms"
    key = "http"
    sends = True

    def problems(self, options: Mapping[str, Any]) -> tuple[str, ...]:
        missing = tuple(name for name in ("url",) if not options.get(name))
        told = str(options.get("url", "")) + str(options.get("body", ""))
        return missing + tuple(name for name in ("{to}", "{text}") if name not in told)

    def send(self, message: OutgoingSms, options: Mapping[str, Any]) -> str:
        media_type = options.get("type", JSON)
        body = _filled(options.get("body", ""), message, _json if media_type == JSON else _url)
        answer = call(
            options.get("method", "POST"),
            _filled(options["url"], message, _url),
            headers={"Content-Type": media_type, **options.get("headers", {})},
            content=body.encode(),
        )
        if answer.is_refusal:
            raise MessageRefused(f"The gateway says {answer.status}: {answer.text[:200]}")
        return answer.value(options["id"]) if options.get("id") else ""

    def read(self, hook: Hook, options: Mapping[str, Any]) -> tuple[IncomingSms | SmsReport, ...]:
        report = REPORT | options.get("report", {})
        if state := hook.fields.get(report["state"], ""):
            return _reported(hook.fields, report, state, options)
        incoming = INCOMING | options.get("incoming", {})
        number = hook.fields.get(incoming["from"], "")
        if not number:
            return ()
        told = IncomingSms(number, hook.fields.get(incoming["text"], ""), hook.fields.get(incoming["id"], ""))
        return (told,)

    def answer(self) -> tuple[str, str]:
        return JSON, "{}"


def _reported(
    fields: Mapping[str, str], names: Mapping[str, str], state: str, options: Mapping[str, Any]
) -> tuple[SmsReport, ...]:
    word = state.lower()
    words = {
        SmsState.DELIVERED: options.get("delivered", DELIVERED),
        SmsState.FAILED: options.get("failed", FAILED),
    }
    reached = next(
        (each for each, known in words.items() if word in {str(one).lower() for one in known}), None
    )
    if reached is None:
        return ()
    return (SmsReport(fields.get(names["id"], ""), reached, fields.get(names["error"], "")[:300]),)


def _filled(template: str, message: OutgoingSms, escape: Callable[[str], str]) -> str:
    values = {
        "to": message.to,
        "from": message.sender,
        "text": message.text,
        "uid": message.uid,
        "report_url": message.report_url,
    }
    return _PLACE.sub(lambda place: escape(values[place[1]]), template)


def _json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]


def _url(value: str) -> str:
    return quote(value, safe="")


KIND = Http()
