"""Telephone numbers, by the rules of each country's numbering plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from heedful.methods.language.redaction.types import Kind, PersonalData
from heedful.methods.language.spans import Span

_MAY_BE = re.compile(r"\d(?:[\s().\-/]{0,3}\d){6}")


def phones(text: str, regions: Sequence[str]) -> Iterator[PersonalData]:
    """Find telephone numbers that are valid in one of the regions, or written internationally."""
    if not _MAY_BE.search(text):
        return
    from phonenumbers import Leniency, PhoneNumberMatcher

    # With its + a number needs no proof that somebody has it; without, it must be one of the country's.
    for region, leniency in (*((region, Leniency.VALID) for region in regions), (None, Leniency.POSSIBLE)):
        for match in PhoneNumberMatcher(text, region, leniency=leniency):
            yield PersonalData(Span(match.start, match.end), Kind.PHONE)
