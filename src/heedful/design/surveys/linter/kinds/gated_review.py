from __future__ import annotations

import re
from collections.abc import Iterator

from heedful.design.surveys.linter.gates import praising
from heedful.design.surveys.linter.kind import SurveyRule, gettext_noop
from heedful.design.surveys.linter.types import Finding, Reading, Severity
from heedful.design.surveys.types import Ending

_REVIEW = re.compile(
    r"review|rezension|bewertung|bewerten|g\.page|google|trustpilot|tripadvisor|yelp|capterra|g2\.com"
    r"|glassdoor|kununu|holidaycheck|jameda|provenexpert|booking\.com|app ?store|play\.google|feefo"
    r"|facebook\.com|avis\b|reseña|opinion",
    re.IGNORECASE,
)
_MESSAGE = gettext_noop(
    "Only those who are satisfied are asked for a public review. That is review gating: review sites and "
    "consumer "
    "law forbid it. Show the link to everybody, or to nobody."
)


def _look(reading: Reading) -> Iterator[Finding]:
    endings = reading.survey.endings
    for number, ending in enumerate(endings):
        is_gated = ending.url and praising(ending.show_if, reading.survey) is not None
        everywhere = all(each.url == ending.url for each in endings)
        if is_gated and not everywhere and _is_review(ending):
            yield Finding("gated_review", f"endings[{number}].show_if", _MESSAGE, "", Severity.PROBLEM)


def _is_review(ending: Ending) -> bool:
    said = [ending.url, *ending.text.values(), *ending.detail.values(), *ending.button.values()]
    return any(_REVIEW.search(text) for text in said)


KIND = SurveyRule("gated_review", gettext_noop("Review asked of the satisfied only"), _look)
