from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import isfinite

from heedful.design.surveys.linter.kind import SurveyRule, gettext_noop
from heedful.design.surveys.linter.lexicon import lexicon
from heedful.design.surveys.linter.ranges import Range, range_of
from heedful.design.surveys.linter.types import Finding, Reading, Severity
from heedful.design.surveys.types import QuestionDefinition

_MESSAGE = gettext_noop("“%(one)s” and “%(other)s” share a value: who has it does not know which to choose.")


def _look(reading: Reading) -> Iterator[Finding]:
    for place, question in reading.questions():
        for language in sorted({language for option in question.options for language in option.label}):
            found = _shared(question, language)
            if found is not None:
                one, other, better = found
                at = f"{place}.options[{other}].label.{language}"
                facts = {
                    name: question.options[n].label[language] for name, n in (("one", one), ("other", other))
                }
                yield Finding("overlapping_ranges", at, _MESSAGE, better, Severity.PROBLEM, facts)
                break


def _shared(question: QuestionDefinition, language: str) -> tuple[int, int, str] | None:
    known = lexicon(language)
    if known is None:
        return None
    labels = [option.label.get(language, "") for option in question.options]
    ranges = [(number, found) for number, label in enumerate(labels) if (found := range_of(label, known))]
    if len(ranges) < 2 or all(each.low == each.high for _number, each in ranges):
        return None
    for (one, before), (other, after) in pairwise(sorted(ranges, key=lambda pair: pair[1].low)):
        if before.overlaps(after):
            return one, other, _moved(labels, other, after)
    return None


def _moved(labels: Sequence[str], number: int, shared: Range) -> str:
    """Begin the second range one further, where it is one of whole numbers."""
    if not isfinite(shared.low) or shared.low != int(shared.low):
        return ""
    start = f"{int(shared.low)}"
    pattern = re.compile("[,.]?".join(start[max(0, at - 3) : at] for at in range(len(start), 0, -3)[::-1]))
    return pattern.sub(f"{int(shared.low) + 1}", labels[number], count=1)


KIND = SurveyRule("overlapping_ranges", gettext_noop("Ranges that share a value"), _look)
