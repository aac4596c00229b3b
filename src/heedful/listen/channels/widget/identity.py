"""Who a visitor is, said so that it can be believed: a JSON Web Token signed with the site's secret.

Only HS256 is read: a token that names another way to sign, or none, is refused before anything is computed.
"""

from __future__ import annotations

import binascii
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson

from heedful.listen.audiences.rules import attribute_value, kind_of, normal_identity
from heedful.listen.audiences.types import AttributeValue, IdentityKind
from heedful.listen.channels.widget.types import Visitor
from heedful.platform.core.errors import InvalidInput, PermanentError

LONGEST = 8_000
MAX_ATTRIBUTES = 50
_SKEW = timedelta(minutes=2)
_HEADER = {"alg": "HS256", "typ": "JWT"}
_CLAIMS = {"sub": IdentityKind.EXTERNAL, "email": IdentityKind.EMAIL, "phone": IdentityKind.PHONE}


class NotBelieved(PermanentError):
    """The token does not prove who somebody is; the reason says why."""

    status = 401
    code = "identity-not-believed"


def signed_identity(claims: Mapping[str, Any], secret: str) -> str:
    """Return the token of these claims, as a site's own server makes it."""
    head = f"{_packed(orjson.dumps(_HEADER))}.{_packed(orjson.dumps(dict(claims)))}"
    return f"{head}.{_signature(head, secret)}"


def believed(token: str, secrets: Sequence[str], *, now: datetime) -> Visitor:
    """Return the visitor a token proves, with any of the secrets; raise :class:`NotBelieved`."""
    parts = token.split(".")
    if len(token) > LONGEST or len(parts) != 3:
        raise NotBelieved("The identity is no JSON Web Token of three parts.")
    header, claims = _unpacked(parts[0]), _unpacked(parts[1])
    if header.get("alg") != "HS256":
        raise NotBelieved("The identity is not signed with HS256.")
    head = f"{parts[0]}.{parts[1]}"
    if not any(hmac.compare_digest(_signature(head, one).encode(), parts[2].encode()) for one in secrets):
        raise NotBelieved("The signature of the identity does not fit the site's secret.")
    _check_times(claims, now)
    return visitor_of(claims, is_signed=True)


def visitor_of(claims: Mapping[str, Any], *, is_signed: bool, device: str = "") -> Visitor:
    """Read claims: who it is (sub, email, phone), and what else is known; odd parts are left out."""
    attributes = claims.get("attributes")
    return Visitor(
        device=device,
        identities=tuple(_identities(claims)),
        name=_text(claims.get("name"), 200),
        language=_text(claims.get("language"), 12),
        attributes=plain_attributes(attributes if isinstance(attributes, Mapping) else {}),
        is_signed=is_signed,
    )


def plain_attributes(given: Mapping[str, Any]) -> dict[str, AttributeValue]:
    """Return the attributes that can be kept: pages send what they have, and one odd value spoils nothing."""
    kept: dict[str, AttributeValue] = {}
    for key, value in list(given.items())[:MAX_ATTRIBUTES]:
        if not isinstance(key, str) or not 0 < len(key) <= 80 or not key.isprintable():
            continue
        try:
            kept[key] = attribute_value(kind_of(value), value)
        except ValueError:
            continue
    return kept


def _identities(claims: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    for claim, kind in _CLAIMS.items():
        value = claims.get(claim, claims.get(kind))
        if value is None or isinstance(value, bool) or not isinstance(value, str | int):
            continue
        try:
            found.append((str(kind), normal_identity(kind, str(value))))
        except InvalidInput as error:
            raise NotBelieved(f"{claim}: {error.problems[0].reason}") from None
    return found


def _check_times(claims: Mapping[str, Any], now: datetime) -> None:
    ends, starts = claims.get("exp"), claims.get("nbf")
    if ends is not None and (not _is_number(ends) or ends < (now - _SKEW).timestamp()):
        raise NotBelieved("The identity has expired.")
    if starts is not None and (not _is_number(starts) or starts > (now + _SKEW).timestamp()):
        raise NotBelieved("The identity is not valid yet.")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: object, longest: int) -> str:
    return value.replace("\x00", "")[:longest] if isinstance(value, str) else ""


def _packed(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def _unpacked(part: str) -> dict[str, Any]:
    try:
        content = orjson.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError):
        raise NotBelieved("The identity cannot be read.") from None
    if not isinstance(content, dict):
        raise NotBelieved("The identity cannot be read.")
    return content


def _signature(head: str, secret: str) -> str:
    return _packed(hmac.digest(secret.encode(), head.encode(), "sha256"))
