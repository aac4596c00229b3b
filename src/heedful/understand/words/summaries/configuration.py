"""The endpoint of an organisation: none unless somebody sets one. Its key is encrypted at rest."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.organizations import change_setting, organization
from heedful.platform.core.types import Actor, Permission
from heedful.platform.core.vault import decrypt, encrypt

SETTING = "summary_endpoint"
MOST_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where chat completions are asked for, and how much of it a month may cost."""

    url: str  # up to /v1; /chat/completions follows
    model: str
    monthly_tokens: int
    seconds: float = 30.0
    price: Decimal = Decimal(0)  # of a million tokens
    monthly_money: Decimal | None = None
    sealed_key: str = ""

    @property
    def key(self) -> str:
        return decrypt(self.sealed_key) if self.sealed_key else ""

    @property
    def affordable_tokens(self) -> int:
        """Return how many tokens a month may take: what is allowed, and what the money pays."""
        if self.monthly_money is None or not self.price:
            return self.monthly_tokens
        return min(self.monthly_tokens, int(self.monthly_money / self.price * 1_000_000))


def endpoint() -> Endpoint | None:
    """Return the endpoint of the organisation in scope; None where it is off."""
    kept: dict[str, Any] = organization().settings.get(SETTING) or {}
    if not kept:
        return None
    money = kept.get("monthly_money")
    return Endpoint(
        url=kept["url"],
        model=kept["model"],
        monthly_tokens=kept["monthly_tokens"],
        seconds=kept["seconds"],
        price=Decimal(kept["price"]),
        monthly_money=None if money is None else Decimal(money),
        sealed_key=kept["key"],
    )


def save_endpoint(
    *,
    by: Actor,
    url: str,
    model: str,
    monthly_tokens: int,
    seconds: float = 30.0,
    price: Decimal = Decimal(0),
    monthly_money: Decimal | None = None,
    key: str | None = None,
) -> None:
    """Set the endpoint; without a ``key`` the one before stays, if the address does."""
    by.require(Permission.MANAGE_ORGANIZATION)
    before = endpoint()
    if problems := _problems(url, model, monthly_tokens, seconds, price, monthly_money):
        raise InvalidInput(*problems)
    if key is None:
        # A key is never sent to another host than it was given for.
        sealed = before.sealed_key if before and _place(before.url) == _place(url) else ""
    else:
        sealed = encrypt(key) if key else ""
    kept = {
        "url": url.rstrip("/"),
        "model": model,
        "monthly_tokens": monthly_tokens,
        "seconds": seconds,
        "price": str(price),
        "monthly_money": None if monthly_money is None else str(monthly_money),
        "key": sealed,
    }
    change_setting(SETTING, kept, by=by)


def remove_endpoint(*, by: Actor) -> None:
    """Turn it off; what it wrote is shown no more."""
    change_setting(SETTING, None, by=by)


def _place(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port


def _problems(
    url: str, model: str, tokens: int, seconds: float, price: Decimal, money: Decimal | None
) -> list[Problem]:
    found = []
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or parts.username or parts.query or parts.fragment:
        found.append(Problem("url", "must be an address like https://host/v1, without a name or a password"))
    if not 1 <= len(model.strip()) <= 200:
        found.append(Problem("model", "must have 1 to 200 characters"))
    if not 1 <= tokens <= 1_000_000_000:
        found.append(Problem("monthly_tokens", "must be from 1 to 1,000,000,000"))
    if not 1 <= seconds <= MOST_SECONDS:
        found.append(Problem("seconds", f"must be from 1 to {MOST_SECONDS}"))
    if price < 0 or (money is not None and money <= 0):
        found.append(Problem("price", "must not be below 0, and the money of a month above it"))
    return found
