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

    for region in (*regions, None):
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
            yield PersonalData(Span(match.start, match.end), Kind.PHONE)
