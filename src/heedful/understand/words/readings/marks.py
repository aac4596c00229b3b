"""What the page of an answer underlines: themes where they are spoken of, and what was read of the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import get_language, gettext as _

from heedful.listen.responses.marks import AnswerMarks, Mark, Sense, marks_answers
from heedful.platform.core.types import Actor
from heedful.understand.words.class_names import class_name
from heedful.understand.words.readings.queries.editions import current_edition
from heedful.understand.words.readings.queries.readings import readings_of
from heedful.understand.words.readings.types import EditionFacts, ReadingFacts

_SENSES: dict[int | None, Sense] = {1: "positive", 0: "neutral", -1: "negative", None: ""}


@marks_answers
def read_marks(response_id: int, _by: Actor) -> dict[int, AnswerMarks]:
    """Return what the current edition read in the answers of a response that somebody may see."""
    edition = current_edition()
    if edition is None:
        return {}
    readings = readings_of([response_id])
    names = _theme_names(edition) if any(one.mentions for one in readings) else {}
    return {one.question_id: AnswerMarks(_marks(one, names), tuple(_tags(one))) for one in readings}


def _marks(reading: ReadingFacts, names: Mapping[str, str]) -> tuple[Mark, ...]:
    return tuple(
        Mark(one.start, one.end, names.get(one.theme, one.theme), _SENSES[one.polarity])
        for one in reading.mentions
    )


def _tags(reading: ReadingFacts) -> Iterator[str]:
    if reading.sentiment is not None:
        yield {1: _("positive"), 0: _("neutral"), -1: _("negative")}[reading.sentiment]
    for name in (reading.emotion, *reading.types):
        if name and name != "neutral":
            yield class_name(name)
    if reading.language:
        yield reading.language


def _theme_names(edition: EditionFacts) -> dict[str, str]:
    """Return the names of themes in the language of the page."""
    from heedful.understand.words.themes.queries import taxonomy_at

    language = (get_language() or "en").split("-")[0]
    documents = [taxonomy_at(uid, number).document for uid, number in edition.taxonomy_versions.items()]
    return {
        theme.key: theme.names.get(language, theme.name)
        for document in documents
        for theme in document.themes
    }
