"""How mails and SMS leave the house. A file in ``kinds`` is a way out; settings choose one of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, cast

from heedful.platform.core.errors import PermanentError, TryLater
from heedful.platform.core.kinds import load_kinds
from heedful.platform.messaging.types import Hook, IncomingSms, OutgoingSms, SmsReport

KINDS = "heedful.platform.messaging.kinds"


class GatewayAway(TryLater):
    """The gateway does not take the message now."""

    code = "gateway-away"


class MessageRefused(PermanentError):
    """The message will never be taken: the number or the address does not work."""

    code = "message-refused"


class HookRefused(PermanentError):
    """A call that is not from the gateway."""

    status = 403
    code = "hook-refused"


@dataclass(frozen=True, slots=True)
class MailWay:
    """What the environment says about mail."""

    smtp_url: str = ""
    provider: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


class MailKind(Protocol):
    """A way for mails: what Django's mailer is to be."""

    channel: Literal["mail"]
    key: str
    sends: bool  # false: mails are kept to be read

    def is_chosen(self, way: MailWay) -> bool: ...

    def mailer(self, way: MailWay) -> dict[str, Any]:
        """Return the entry of ``MAILERS``."""

    def says(self, way: MailWay) -> str:
        """Return where mails go, in words without secrets."""


class SmsKind(Protocol):
    """A way for SMS, both ways."""

    channel: Literal["sms"]
    key: str
    sends: bool

    def problems(self, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Return which options are missing or wrong."""

    def send(self, message: OutgoingSms, options: Mapping[str, Any]) -> str:
        """Hand a message over and return the gateway's id; raise GatewayAway or MessageRefused."""

    def read(self, hook: Hook, options: Mapping[str, Any]) -> tuple[IncomingSms | SmsReport, ...]:
        """Return what a call tells, or raise HookRefused."""

    def answer(self) -> tuple[str, str]:
        """Return media type and body of the answer that the gateway wants to a call."""


def mail_kinds() -> dict[str, MailKind]:
    return {key: cast("MailKind", kind) for key, kind in load_kinds(KINDS).items() if kind.channel == "mail"}


def sms_kinds() -> dict[str, SmsKind]:
    return {key: cast("SmsKind", kind) for key, kind in load_kinds(KINDS).items() if kind.channel == "sms"}


def mail_kind(way: MailWay) -> MailKind:
    """Return the way that the settings choose; with none, mails stay in the house."""
    kinds = mail_kinds()
    return next((kind for kind in kinds.values() if kind.sends and kind.is_chosen(way)), kinds["outbox"])


def sms_kind(key: str) -> SmsKind:
    kinds = sms_kinds()
    if (key or "kept") not in kinds:
        raise RuntimeError(f"HEEDFUL_SMS_GATEWAY={key!r} is none of {', '.join(sorted(kinds))}")
    return kinds[key or "kept"]
