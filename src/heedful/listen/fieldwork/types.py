from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    EMAIL = "email"
    SMS = "sms"
    WEB = "web"
    MOBILE = "mobile"
    LINK = "link"
    QR = "qr"
    KIOSK = "kiosk"
    API = "api"
    IMPORT = "import"
    OTHER = "other"


class Disposition(StrEnum):
    """How an ask ended, furthest step last reached."""

    SAMPLED_OUT = "sampled_out"
    INVITED = "invited"
    BOUNCED = "bounced"
    SHOWN = "shown"
    OPENED = "opened"
    DECLINED = "declined"
    PARTIAL = "partial"
    ANSWERED = "answered"
    OPTED_OUT = "opted_out"
