"""Texts as sentences and words, and wordings made tidy again after something was taken out."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def sentences(text: str) -> list[str]:
    """Split at full stops, question and exclamation marks that a space or the end follows."""
    return [found.strip() for found in re.split(r"(?<=[.!?…])\s+", text.strip()) if found.strip()]


def words(text: str) -> list[str]:
    """Words of letters: numbers and signs are none."""
    return _WORD.findall(text)


def tidy(text: str, mark: str = "") -> str:
    """One space between words, a capital at the start, ``mark`` at the end where none stands."""
    joined = re.sub(r"\s+", " ", text).strip(" ,;:–-")
    joined = re.sub(r"\s+([,.;:?!])", r"\1", joined)
    joined = re.sub(r",([?!.])", r"\1", joined)
    joined = re.sub(
        r"^((?:how|wie) \w+ )(\w)(?=\w* (?:you|we|they|our|the|your|Sie)\b)",
        _lower_second,
        joined,
        flags=re.IGNORECASE,
    )
    if mark and joined and joined[-1] not in ".!?…":
        joined += mark
    return joined[:1].upper() + joined[1:]


def _lower_second(found: re.Match[str]) -> str:
    return found[1] + found[2].lower()


def without(text: str, guilty: list[str]) -> str:
    """Return the text without some of its sentences."""
    return " ".join(each for each in sentences(text) if each not in guilty)
