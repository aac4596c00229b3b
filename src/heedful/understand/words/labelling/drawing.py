"""Fills the queue. A job loads this, for the machine has to say what it is unsure of."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from random import Random
from typing import Any

from heedful.listen.responses.types import WrittenAnswer
from heedful.platform.core import audit
from heedful.platform.core.queue import Run
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor
from heedful.understand.words.comments import Comments
from heedful.understand.words.labelling.choosing import (
    SECOND_CODER_SHARE,
    farthest,
    most_uncertain,
    shares_of,
)
from heedful.understand.words.model_files import Folder
from heedful.understand.words.model_files.here import models_folder
from heedful.understand.words.models import LabelTask, ThemeLabel
from heedful.understand.words.themes.comments import sample_of
from heedful.understand.words.themes.learning import finder_of
from heedful.understand.words.themes.queries import taxonomy as taxonomy_by_uid
from heedful.understand.words.themes.types import TaxonomyFacts
from heedful.understand.words.types import Floats

POOL = 2_000  # comments the draw is made from, themselves drawn at random
ASKED = 400  # of them, so many the machine reads to say how sure it is
ENCODER = "bge-small-en"

type Key = tuple[int, int]


def run_draw(run: Run) -> dict[str, Any]:
    """Draw comments of a taxonomy; which, depends on the job alone, so that a crash draws the same again."""
    taxonomy = taxonomy_by_uid(run.payload["taxonomy"])
    by = Actor.system(current_organization_id(), run.payload["asked_by"])
    sample = sample_of(taxonomy, POOL, seed=_seed(run.uid))
    known = _known(taxonomy.id)
    pool = [one for one in sample.answers if (one.response_id, one.question_id) not in known]
    Random(_seed(run.uid)).shuffle(pool)
    shares = shares_of(min(run.payload["wanted"], len(pool)))
    by_chance, rest = pool[: shares["random"]], pool[shares["random"] :][:ASKED]
    run.tell(1, 3, "")
    chosen = _chosen(taxonomy, rest, shares, folder=models_folder())
    run.tell(2, 3, "")
    chance = len(by_chance) / sample.history if sample.history else None
    return _write(taxonomy, by_chance, chosen, chance, by=by)


def _seed(uid: str) -> int:
    return int.from_bytes(uid.encode()[-6:])


def _known(taxonomy_id: int) -> Collection[Key]:
    fields = ("response_id", "question_id")
    tasks = LabelTask.objects.filter(taxonomy_id=taxonomy_id).values_list(*fields)
    labels = ThemeLabel.objects.filter(taxonomy_id=taxonomy_id).values_list(*fields)
    return {*tasks, *labels}


def _chosen(
    taxonomy: TaxonomyFacts, rest: Sequence[WrittenAnswer], shares: dict[str, int], *, folder: Folder
) -> list[tuple[str, WrittenAnswer]]:
    """Return what the machine asks for; it reads in batches, and what it cannot read it does not ask for."""
    if not rest:
        return []
    finder = finder_of(taxonomy, folder=folder)
    comments = Comments([one.text for one in rest], folder=folder, priors=[one.language for one in rest])
    places = [place for place in range(len(rest)) if not finder.why_not(comments, place)]
    if not places:
        return []
    unsure = most_uncertain(finder.probabilities(comments, places), shares["uncertain"])
    left = [place for number, place in enumerate(places) if number not in set(unsure)]
    unlike = farthest(_rows(comments, left), shares["uncovered"])
    return [("uncertain", rest[places[number]]) for number in unsure] + [
        ("uncovered", rest[left[number]]) for number in unlike
    ]


def _rows(comments: Comments, places: Sequence[int]) -> Floats:
    rows, _parts = comments.meanings(ENCODER, places)
    return rows


def _write(
    taxonomy: TaxonomyFacts,
    by_chance: Sequence[WrittenAnswer],
    chosen: Sequence[tuple[str, WrittenAnswer]],
    chance: float | None,
    *,
    by: Actor,
) -> dict[str, Any]:
    seconds = math.ceil(len(by_chance) * SECOND_CODER_SHARE)
    rows = [("random", one) for one in by_chance] + list(chosen)
    Random(taxonomy.uid).shuffle(order := list(range(len(rows))))
    tasks = [
        LabelTask(
            taxonomy_id=taxonomy.id, response_id=one.response_id, question_id=one.question_id, reason=reason,
            probability=chance if reason == "random" else None, order=order[place],
            wanted_coders=2 if reason == "random" and place < seconds else 1,
        )
        for place, (reason, one) in enumerate(rows)
    ]  # fmt: skip
    counts = {reason: sum(task.reason == reason for task in tasks) for reason in shares_of(2)}
    with writing():
        LabelTask.objects.bulk_create(tasks, ignore_conflicts=True)
        audit.record("labels.drawn", by=by, subject_uid=taxonomy.uid, **counts)
    return counts
