"""Which pages of which sites: pure decisions about origins, patterns and placements."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from heedful.listen.channels.widget.types import MAX_ORIGINS, MAX_PATTERNS, PlacementFacts, Shape
from heedful.platform.core.errors import Problem

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
_PORTS = {"https": 443, "http": 80}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def normal_origin(text: str) -> str:
    """Return an origin as browsers send it (https://shop.example); raise ValueError with the reason."""
    parts = urlsplit(text.strip().lower())
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("is no address that begins with https:// or http://")
    try:
        host, port = parts.hostname.encode("idna").decode(), parts.port
    except (UnicodeError, ValueError):
        raise ValueError("has a host or a port that cannot be") from None
    if not _HOST.fullmatch(f"[{host}]" if ":" in host else host):
        raise ValueError("has a host name that cannot be")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port and port != _PORTS[parts.scheme] else "")


def read_origins(given: Iterable[str]) -> tuple[tuple[str, ...], list[Problem]]:
    """Return origins in their normal form, each once, and what is wrong with the others."""
    origins: dict[str, None] = {}
    problems = []
    for text in given:
        if text.strip():
            try:
                origins[normal_origin(text)] = None
            except ValueError as error:
                problems.append(Problem("origins", f"{text.strip()[:100]!r} {error}"))
    if len(origins) > MAX_ORIGINS:
        problems.append(Problem("origins", f"are {len(origins)}; at most {MAX_ORIGINS} are taken"))
    return tuple(origins), problems


def is_allowed(origin: str, allowed: tuple[str, ...]) -> bool:
    """Say whether a page of this origin may ask. Apps send none: the list stops browsers, not programs."""
    return not origin or not allowed or origin in allowed


def placement_problems(placement: PlacementFacts, languages: Iterable[str]) -> list[Problem]:
    """Return what is wrong with where and when a survey shall be shown."""
    wrong = [
        Problem(name, reason)
        for name, is_wrong, reason in (
            ("share", not _is_share(placement.share), "is not more than 0 % and at most 100 %"),
            ("delay_seconds", not 0 <= placement.delay_seconds <= 3_600, "is not from 0 to 3,600"),
            ("scroll_percent", not 0 <= placement.scroll_percent <= 100, "is not from 0 to 100"),
            ("event", len(placement.event) > 80, "is longer than 80 characters"),
            ("selector", len(placement.selector) > 200, "is longer than 200 characters"),
            ("selector", _lacks_place(placement), "is missing: the element that an inline survey stands in"),
        )
        if is_wrong
    ]
    if placement.language and placement.language not in languages:
        wrong.append(Problem("language", f"the survey is not offered in {placement.language!r}"))
    for name in ("pages", "hidden_pages"):
        wrong += _pattern_problems(name, getattr(placement, name))
    for language, text in placement.label.items():
        if not _LANGUAGE.fullmatch(language) or len(text) > 60:
            wrong.append(Problem("label", "is a text of at most 60 characters by language"))
    return wrong


def _is_share(share: float | None) -> bool:
    return share is None or 0 < share <= 1


def _lacks_place(placement: PlacementFacts) -> bool:
    return placement.shape == Shape.INLINE and not placement.selector.strip()


def _pattern_problems(name: str, patterns: tuple[str, ...]) -> list[Problem]:
    if len(patterns) > MAX_PATTERNS:
        return [Problem(name, f"are {len(patterns)}; at most {MAX_PATTERNS} are taken")]
    return [
        Problem(name, f"{pattern[:60]!r} is longer than 300 characters or has a blank in it")
        for pattern in patterns
        if len(pattern) > 300 or re.search(r"\s", pattern)
    ]
