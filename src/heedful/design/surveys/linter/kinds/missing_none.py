from __future__ import annotations

from collections.abc import Iterator

from heedful.design.surveys.linter.kind import SurveyRule, gettext_noop
from heedful.design.surveys.linter.lexicon import Lexicon, lexicon
from heedful.design.surveys.linter.ranges import range_of
from heedful.design.surveys.linter.types import Finding, Reading
from heedful.design.surveys.types import QuestionDefinition

_CHOICES = {"single_choice", "multiple_choice", "dropdown"}
_MESSAGE = gettext_noop("Who finds nothing that fits has to say something wrong. Add “%(option)s”.")


def _look(reading: Reading) -> Iterator[Finding]:
    known = lexicon(reading.survey.language)
    for place, question in reading.questions():
        if question.kind in _CHOICES and len(question.options) > 1 and known is not None:
            labels = [option.label.get(reading.survey.language, "") for option in question.options]
            if not _is_complete(question, [label for label in labels if label], known):
                option = known.none_label if question.kind == "multiple_choice" else known.other_label
                yield Finding("missing_none", f"{place}.options", _MESSAGE, option, facts={"option": option})


def _is_complete(question: QuestionDefinition, labels: list[str], known: Lexicon) -> bool:
    """Whether something fits everybody: a way out, all steps of an order, or all numbers."""
    if any(option.is_exclusive for option in question.options) or question.settings.get("other"):
        return True
    if any(known.other.search(label) for label in labels):
        return True
    fitting = sum(bool(known.ordered.match(label.lower()) or range_of(label, known)) for label in labels)
    return fitting >= max(2, len(labels) - 1)


KIND = SurveyRule("missing_none", gettext_noop("No way out among the options"), _look)
