"""SMS by Twilio's API, which others speak as well.

Options: ``account_sid``, ``auth_token``; ``messaging_service`` instead of a sender's number; ``api_url`` for
those who speak the same.
https://www.twilio.com/docs/messaging/api/message-resource, https://www.twilio.com/docs/usage/security
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

from heedful.platform.messaging.gateway import GatewayAnswer, call
from heedful.platform.messaging.kind import HookRefused, MessageRefused
from heedful.platform.messaging.types import Hook, IncomingSms, OutgoingSms, SmsReport, SmsState

_STATES = {
    "sent": SmsState.SENT,
    "delivered": SmsState.DELIVERED,
    "undelivered": SmsState.FAILED,
    "failed": SmsState.FAILED,
}


class Twilio:
    channel: Literal["sms"] = "sms"
    key = "twilio"
    sends = True

    def problems(self, options: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(name for name in ("account_sid", "auth_token") if not options.get(name))

    def send(self, message: OutgoingSms, options: Mapping[str, Any]) -> str:
        api_url = options.get("api_url", "https://api.twilio.com").rstrip("/")
        data = {"To": message.to, "Body": message.text, "StatusCallback": message.report_url}
        if options.get("messaging_service"):
            data["MessagingServiceSid"] = options["messaging_service"]
        else:
            data["From"] = message.sender
        answer = call(
            "POST",
            f"{api_url}/2010-04-01/Accounts/{options['account_sid']}/Messages.json",
            data=data,
            auth=(options["account_sid"], options["auth_token"]),
        )
        return _taken(answer)

    def read(self, hook: Hook, options: Mapping[str, Any]) -> tuple[IncomingSms | SmsReport, ...]:
        if not _is_signed(hook, options.get("auth_token", "")):
            raise HookRefused("The call is not signed with the account's token.")
        told = hook.fields
        provider_id = told.get("MessageSid", told.get("SmsSid", ""))
        if told.get("MessageStatus", "received") == "received" and told.get("From"):
            return (IncomingSms(told["From"], told.get("Body", ""), provider_id),)
        state = _STATES.get(told.get("MessageStatus", ""))
        error = f"Twilio error {told['ErrorCode']}" if told.get("ErrorCode") else ""
        return (SmsReport(provider_id, state, error),) if state else ()

    def answer(self) -> tuple[str, str]:
        return "text/xml", '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def _taken(answer: GatewayAnswer) -> str:
    if answer.is_refusal:
        raise MessageRefused(f"{answer.value('code') or answer.status}: {answer.value('message')}"[:300])
    return answer.value("sid")


def signature(token: str, url: str, fields: Iterable[tuple[str, str]]) -> str:
    """Sign a call as Twilio does: the address, then every field sorted by name, HMAC-SHA1, base64."""
    signed = url + "".join(f"{name}{value}" for name, value in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def _is_signed(hook: Hook, token: str) -> bool:
    told = hook.headers.get("x-twilio-signature", "")
    # It is not settled whether the port is part of what is signed, so both ways are right.
    urls = {hook.url, _without_port(hook.url), _with_port(hook.url)}
    expected = [signature(token, url, hook.fields.items()) for url in urls]
    return bool(token) and any(hmac.compare_digest(each.encode(), told.encode()) for each in expected)


def _without_port(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.hostname or "").geturl() if parts.port else url


def _with_port(url: str) -> str:
    parts = urlsplit(url)
    port = 443 if parts.scheme == "https" else 80
    return url if parts.port else parts._replace(netloc=f"{parts.netloc}:{port}").geturl()


KIND = Twilio()
