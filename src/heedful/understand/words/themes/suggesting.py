"""Phrases that a theme could learn: the parts of comments that people labelled with it."""

from __future__ import annotations

from heedful.listen.responses import queries as responses
from heedful.listen.responses.types import ResponseFilter
from heedful.methods.language import clauses
from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.models import ThemeLabel
from heedful.understand.words.themes.documents import Theme
from heedful.understand.words.themes.limits import LONGEST_PHRASE

LOOKED_AT = 200  # newest labels
MOST = 8


def suggested_phrases(taxonomy_id: int, theme: Theme, *, by: Actor) -> tuple[str, ...]:
    """Return parts of labelled comments that are no phrases of the theme yet, the newest first."""
    if not by.may(Permission.READ_ANSWERS):
        return ()
    rows = ThemeLabel.objects.filter(taxonomy_id=taxonomy_id, theme=theme.key, is_present=True)
    labels = list(rows.order_by("-id")[:LOOKED_AT])
    ids = tuple({label.response_id for label in labels})
    seen = responses.visible_written_ids(ResponseFilter(response_ids=ids), by=by) if ids else ()
    texts = {(one.response_id, one.question_id): one.text for one in responses.written_answers(seen)}
    said = (
        _part(texts[label.response_id, label.question_id], label)
        for label in labels
        if (label.response_id, label.question_id) in texts
    )
    known = {phrase.casefold() for phrase in (*theme.phrases, *theme.counter_phrases)}
    fresh = {one.casefold(): one for one in said if one and one.casefold() not in known}
    return tuple(fresh.values())[:MOST]


def _part(text: str, label: ThemeLabel) -> str:
    """Return the part that shows the theme: as it was marked, else the comment if it is one clause."""
    if label.start is not None and label.end is not None:
        part = text[label.start : label.end]
    else:
        found = clauses(text)
        part = found[0].of(text) if len(found) == 1 else ""
    part = " ".join(part.split()).strip(" .,;:!?-")
    return part if len(part.split()) > 1 and len(part) <= LONGEST_PHRASE else ""
