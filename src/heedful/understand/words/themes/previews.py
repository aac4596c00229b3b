"""A preview of a draft: a job that reads a sample of the history twice, and what it found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from heedful.listen.responses import queries as responses
from heedful.listen.responses.types import ResponseFilter, WrittenAnswer
from heedful.platform.core import queue
from heedful.platform.core.errors import NotFound
from heedful.platform.core.queue import Run
from heedful.platform.core.types import Actor, JobFacts, Permission
from heedful.understand.words.comments import Comments
from heedful.understand.words.encoder import Encoder
from heedful.understand.words.model_files import Folder
from heedful.understand.words.themes import queries
from heedful.understand.words.themes.comments import sample_of
from heedful.understand.words.themes.comparing import (
    Example,
    Found,
    ThemeChange,
    change_from,
    plain_change,
    theme_changes,
)
from heedful.understand.words.themes.engine import ThemeFinder
from heedful.understand.words.themes.learning import finder_of, finder_of_draft
from heedful.understand.words.themes.types import PREVIEW, digest_of

SAMPLE = 2_000
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Shown:
    """An example as it is shown: the comment around the part that shows the theme."""

    response_uid: str
    before: str
    part: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a draft would change in ``n`` comments drawn at random from ``history`` responses with words.

    ``is_current``: the draft is still the one that was looked at. ``skipped`` comments could not be read.
    """

    job: JobFacts
    digest: str
    is_current: bool
    n: int
    history: int
    skipped: int
    themes: tuple[ThemeChange, ...]
    examples: dict[tuple[int, int, int], Shown]

    @property
    def changed(self) -> tuple[ThemeChange, ...]:
        return tuple(theme for theme in self.themes if theme.is_changed)


def run_preview(run: Run, *, folder: Folder) -> dict[str, Any]:
    """Read the same comments with the applied version and with the draft."""
    taxonomy, draft = queries.taxonomy(run.payload["taxonomy"]), queries.draft(run.payload["taxonomy"])
    if draft is None:
        raise NotFound("The draft is gone: it was applied or discarded.")
    sample = sample_of(taxonomy, SAMPLE, seed=run.payload["seed"])
    total = 2 * len(sample.answers)

    def told(share: float, what: str) -> None:
        run.tell(int(share * total / 2), total, what)

    after = finder_of_draft(taxonomy, draft, folder=folder, told=told)
    before = finder_of(taxonomy, folder=folder) if taxonomy.number else None
    found, skipped = _read(run, sample.answers, (before, after), folder)
    changes = theme_changes(taxonomy.document, draft.document, draft.changes, found)
    return {
        "digest": digest_of(draft.document),
        "n": len(found),
        "history": sample.history,
        "skipped": skipped,
        "answers": [[one.response_id, one.question_id] for one in sample.answers],
        "themes": [plain_change(one) for one in changes],
    }


def preview(uid: str, *, by: Actor, job_uid: str | None = None) -> Preview | None:
    """Return the newest preview of a taxonomy's draft, or the one of a job; None: none was made."""
    by.require(Permission.READ_ANSWERS)
    made = [job for job in queue.latest(PREVIEW, limit=50) if job.payload["taxonomy"] == uid]
    job = next((one for one in made if job_uid in {None, one.uid}), None)
    if job is None:
        return None
    result = job.result
    themes = tuple(change_from(one) for one in result.get("themes", ()))
    draft = queries.draft(uid)
    digest = result.get("digest", job.payload["digest"])
    return Preview(
        job=job,
        digest=digest,
        is_current=draft is not None and digest_of(draft.document) == digest,
        n=result.get("n", 0),
        history=result.get("history", 0),
        skipped=result.get("skipped", 0),
        themes=themes,
        examples=_shown(themes, result.get("answers", ()), by=by),
    )


def _read(
    run: Run,
    answers: Sequence[WrittenAnswer],
    finders: tuple[ThemeFinder | None, ThemeFinder],
    folder: Folder,
) -> tuple[list[tuple[Found, Found]], int]:
    encoders: dict[str, Encoder] = {}
    found: list[tuple[Found, Found]] = []
    skipped = 0
    for some in batched(answers, _AT_ONCE, strict=False):
        comments = Comments(
            [one.text for one in some],
            folder=folder,
            priors=[one.language for one in some],
            known=[(one.contact_name,) if one.contact_name else () for one in some],
            encoders=encoders,
        )
        places = [place for place in range(len(some)) if not finders[1].why_not(comments, place)]
        skipped += len(some) - len(places)
        sides = [_found(finder, comments, places) for finder in finders]
        own = iter(zip(*sides, strict=True))
        # A comment that is not read stays in its place, so that examples point to the right one.
        found += [next(own) if place in places else ({}, {}) for place in range(len(some))]
        run.tell(len(answers) + len(found), 2 * len(answers), "Comparing")
    return found, skipped


def _found(finder: ThemeFinder | None, comments: Comments, places: Sequence[int]) -> list[Found]:
    if finder is None:
        return [{} for _ in places]
    return [
        {one.theme: (one.span.start, one.span.end) for one in reversed(own)}
        for own in finder.find(comments, places)
    ]


def _shown(
    themes: Sequence[ThemeChange], answers: Sequence[Sequence[int]], *, by: Actor
) -> dict[tuple[int, int, int], Shown]:
    """Return the words of examples in units that the actor may see; who was erased does not come."""
    wanted = {one for theme in themes for one in (*theme.gained, *theme.lost)}
    ids = tuple({answers[one.comment][0] for one in wanted})
    seen = responses.visible_written_ids(ResponseFilter(response_ids=ids), by=by) if ids else ()
    texts = {(one.response_id, one.question_id): one for one in responses.written_answers(seen)}
    return {
        (one.comment, one.start, one.end): _excerpt(one, answer)
        for one in wanted
        if (answer := texts.get((answers[one.comment][0], answers[one.comment][1])))
    }


def _excerpt(example: Example, answer: WrittenAnswer) -> Shown:
    text = answer.text
    return Shown(
        answer.response_uid,
        text[max(0, example.start - 160) : example.start],
        text[example.start : example.end],
        text[example.end : example.end + 160],
    )
