"""Foreign texts made ours: HTML becomes plain words, names become keys."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

import nh3

from heedful.design.surveys.exchange.report import Report

_BREAK = re.compile(r"<\s*(br|/p|/div|/li|/h[1-6]|/tr)\b[^>]*>", re.IGNORECASE)
_MEDIA = re.compile(r"<\s*(img|video|audio|iframe|object|embed)\b", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
_LINES = re.compile(r"\s*\n\s*")
_NOT_IN_KEYS = re.compile(r"[^\w\-]+")
_GENERATED = re.compile(r"[a-z0-9]{20,}|[0-9a-f]{8}-[0-9a-f-]{27}")


def plain(text: object, *, question: str = "", report: Report | None = None) -> str:
    """Return the words of a text that may hold HTML; pictures and the like are reported."""
    if not isinstance(text, str):
        return ""
    if report is not None and _MEDIA.search(text):
        report.say(question, "a picture or other media in its text", "upload it here again")
    broken = _BREAK.sub("\n", text.replace("\n", " ") if "<" in text else text)
    words = html.unescape(nh3.clean(broken, tags=set())).replace("\x00", "")
    return _LINES.sub("\n", _SPACES.sub(" ", words)).strip()


def key_from(*wanted: str, taken: Iterable[str] = ()) -> str:
    """Return a key from the first name that says something, unlike those that are taken."""
    named = next((one for one in wanted if one.strip() and not _GENERATED.fullmatch(one)), "")
    key = _NOT_IN_KEYS.sub("_", named.strip()).strip("_")[:60] or "question"
    used, number = set(taken), 2
    free = key
    while free in used:
        free, number = f"{key}_{number}", number + 1
    return free


def sounds_like_recommending(text: str) -> bool:
    """Say whether 0–10 asks to recommend: only then it is NPS."""
    return re.search("recomm|empfehl|recomend|raccomand|aanbevel|poleci", text.lower()) is not None


def without_gaps(text: str) -> str:
    """Return words in which nothing looks like one of our gaps."""
    return text.translate(str.maketrans("{}", "()"))
