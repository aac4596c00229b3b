"""How long an SMS is for those who bill it: pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from heedful.platform.messaging.types import Encoding, Segments

# 3GPP TS 23.038: the basic table, then what needs an escape before it and so counts twice.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_ALONE = {Encoding.GSM7: 160, Encoding.UCS2: 70}
_JOINED = {Encoding.GSM7: 153, Encoding.UCS2: 67}  # a header that says which part it is takes the rest
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", " ": " "})


def segments(text: str) -> Segments:
    """Count what a text takes: GSM-7 where every letter is in its table, else UCS-2."""
    encoding = Encoding.GSM7 if set(text) <= _BASIC | _EXTENDED else Encoding.UCS2
    widths = list(_widths(text, encoding))
    units = sum(widths)
    if units <= _ALONE[encoding]:
        return Segments(encoding, units, 1, _ALONE[encoding] - units)
    count, used = _filled(widths, _JOINED[encoding])
    return Segments(encoding, units, count, _JOINED[encoding] - used)


def _widths(text: str, encoding: Encoding) -> Iterator[int]:
    for letter in text:
        if encoding is Encoding.GSM7:
            yield 2 if letter in _EXTENDED else 1
        else:
            yield 2 if ord(letter) > 0xFFFF else 1


def _filled(widths: Iterable[int], room: int) -> tuple[int, int]:
    # An escaped letter or a surrogate pair is never split between two segments.
    count, used = 1, 0
    for width in widths:
        if used + width > room:
            count, used = count + 1, 0
        used += width
    return count, used


def plain_signs(text: str) -> str:
    """Replace typographic signs that would double the cost of a text; nothing else is touched."""
    return text.translate(_PLAIN)


def price(number: str, count: int, prices: Mapping[str, Decimal]) -> Decimal | None:
    """Return what so many segments cost to a number: the longest prefix decides, ``*`` stands for others."""
    prefix = max((each for each in prices if each != "*" and number.startswith(each)), key=len, default="*")
    return prices[prefix] * count if prefix in prices else None
