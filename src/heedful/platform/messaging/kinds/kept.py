"""No way out for SMS: they are kept on the outbox page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from heedful.platform.messaging.kind import HookRefused, MessageRefused
from heedful.platform.messaging.types import Hook, IncomingSms, OutgoingSms, SmsReport


class Kept:
    channel: Literal["sms"] = "sms"
    key = "kept"
    sends = False

    def problems(self, options: Mapping[str, Any]) -> tuple[str, ...]:  # noqa: ARG002 - the protocol's
        return ()

    def send(self, message: OutgoingSms, options: Mapping[str, Any]) -> str:  # noqa: ARG002 - likewise
        raise MessageRefused("No SMS gateway is configured (HEEDFUL_SMS_GATEWAY).")

    def read(self, hook: Hook, options: Mapping[str, Any]) -> tuple[IncomingSms | SmsReport, ...]:  # noqa: ARG002 - likewise
        raise HookRefused("No SMS gateway is configured (HEEDFUL_SMS_GATEWAY).")

    def answer(self) -> tuple[str, str]:
        return "text/plain", ""


KIND = Kept()
