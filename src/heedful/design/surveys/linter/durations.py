"""How long a survey takes: reading at 238 words a minute (Brysbaert 2019), and answering by the kind of
question.

The seconds per answer are rounded from what is usual in web surveys; they are an estimate, not a promise.
"""

from __future__ import annotations

from collections.abc import Mapping

from heedful.design.surveys.linter.sentences import words
from heedful.design.surveys.linter.types import Reading
from heedful.design.surveys.types import QuestionDefinition

WORDS_A_MINUTE = 238
_SECONDS: Mapping[str, float] = {
    "long_text": 35,
    "short_text": 12,
    "contact": 30,
    "audio": 60,
    "video": 75,
    "file": 30,
    "date": 8,
    "number": 7,
    "statement": 0,
    "consent": 4,
    "thumbs": 3,
    "smileys": 4,
    "stars": 4,
}
_SECONDS_A_SCALE, _SECONDS_A_ROW, _SECONDS_AN_OPTION = 5.0, 4.0, 0.8
_SHARE_WHO_WRITE = 0.5  # of those who may leave a text empty
_SHARE_SHOWN = 0.5  # of questions with a condition


def minutes(reading: Reading) -> float:
    """Return the minutes an average person needs for all of it."""
    read = {reading.survey.language}
    said = [each.text for each in reading.wordings() if each.language in read and each.role != "option"]
    reading_time = 60 * len(words(" ".join(said))) / WORDS_A_MINUTE
    return (reading_time + sum(_seconds(question) for question in reading.survey.questions)) / 60


def _seconds(question: QuestionDefinition) -> float:
    seconds = _SECONDS.get(question.kind, _SECONDS_A_SCALE)
    if question.kind in {"matrix", "ranking"}:
        seconds = _SECONDS_A_ROW * len(question.options)
    elif question.options:
        seconds += _SECONDS_AN_OPTION * len(question.options)
    if question.kind in {"long_text", "audio", "video", "file", "contact"} and not question.required:
        seconds *= _SHARE_WHO_WRITE
    return seconds * (_SHARE_SHOWN if question.show_if else 1)
