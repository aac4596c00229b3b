"""Conditions as people write them, one a line: ``plan is pro, gold``, ``age at least 18``, ``city known``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from heedful.design.surveys.types import Comparison, Condition
from heedful.platform.core.errors import InvalidInput, Problem

_WORDS = {
    "is not": Comparison.IS_NOT,
    "is": Comparison.IS,
    "at least": Comparison.AT_LEAST,
    "at most": Comparison.AT_MOST,
    "known": Comparison.KNOWN,
    "unknown": Comparison.UNKNOWN,
}
_LINE = re.compile(
    r"(?P<key>\S.*?)\s+(?P<word>is not|is|at least|at most|known|unknown)(?:\s+(?P<values>.*))?"
)


def conditions_in(text: str, prefix: str, field: str) -> list[dict[str, object]]:
    """Read conditions; raise naming the line that is none. ``prefix``: attribute or property."""
    found, problems = [], []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), start=1):
        match = _LINE.fullmatch(line)
        if match is None:
            problems.append(Problem(field, f"line {number} is no condition: {line[:60]}"))
            continue
        values = [part.strip() for part in (match["values"] or "").split(",") if part.strip()]
        name = match["key"] if match["key"] == "language" else f"{prefix}.{match['key']}"
        found.append({"field": name, "comparison": str(_WORDS[match["word"]]), "values": values})
    if problems:
        raise InvalidInput(*problems)
    return found


def lines_of(conditions: Iterable[Condition]) -> str:
    """Write conditions as :func:`conditions_in` reads them."""
    words = {comparison: word for word, comparison in _WORDS.items()}
    return "\n".join(
        f"{one.field.partition('.')[2] or one.field} {words[one.comparison]} {', '.join(one.values)}".rstrip()
        for one in conditions
    )
