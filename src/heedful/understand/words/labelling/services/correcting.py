"""A theme that is shown where it does not belong, or is not shown where it does: one click, one label."""

from __future__ import annotations

from heedful.listen.responses import queries as responses
from heedful.platform.core import audit
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.models import ThemeLabel
from heedful.understand.words.themes.queries import taxonomy_for


def correct_mention(
    *,
    by: Actor,
    response_uid: str,
    question_id: int,
    theme: str,
    is_present: bool,
    polarity: int | None = None,
    start: int | None = None,
    end: int | None = None,
) -> ThemeLabel:
    """Say that a comment speaks of a theme, or does not. Said again, the newer word counts.

    ``start`` and ``end`` are characters of the stored comment, where the place matters.
    """
    by.require(Permission.WRITE_SURVEYS)
    response = responses.response(response_uid, by=by)
    taxonomy = taxonomy_for(response.survey_id)
    if taxonomy is None:
        raise NotFound("This survey is read without themes.")
    if taxonomy.document.theme(theme) is None:
        raise InvalidInput(Problem("theme", f"{theme!r} is no theme of {taxonomy.name}."))
    if question_id not in {answer.question_id for answer in response.comments}:
        raise InvalidInput(Problem("question_id", "Nothing was written in answer to it."))
    with writing():
        label, _ = ThemeLabel.objects.update_or_create(
            taxonomy_id=taxonomy.id,
            response_id=response.id,
            question_id=question_id,
            theme=theme,
            coder=by.label,
            defaults={
                "is_present": is_present,
                "polarity": polarity,
                "start": start,
                "end": end,
                "origin": ThemeLabel.Origin.EVIDENCE,
            },
        )
        audit.record("theme.labelled", by=by, subject_uid=response_uid, theme=theme, is_present=is_present)
    return label


def withdraw_label(uid: str, *, by: Actor) -> None:
    """Take back a label of one's own."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        deleted, _ = ThemeLabel.objects.filter(uid=uid, coder=by.label).delete()
        if not deleted:
            raise NotFound(f"No label {uid} of yours.")
        audit.record("theme.label_withdrawn", by=by, subject_uid=uid)
