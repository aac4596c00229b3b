"""Fits what finds a taxonomy's themes, on the organisation's own comments and labels, and keeps it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from heedful.listen.responses import queries as responses
from heedful.platform.core import audit
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor
from heedful.understand.words.model_files import Folder
from heedful.understand.words.models import Edition, Taxonomy, TaxonomyVersion
from heedful.understand.words.themes import queries
from heedful.understand.words.themes.comments import labelled_comments, sample_of
from heedful.understand.words.themes.engine import ThemeFinder
from heedful.understand.words.themes.rows import applied_row, draft_row, taxonomy_row
from heedful.understand.words.themes.services.unlearning import queue_unlearning
from heedful.understand.words.themes.types import COMMENTS, TaxonomyFacts, VersionFacts

SEED = 5  # the same history is drawn from alike, so that the same is learnt of it

type Told = Callable[[float, str], None]


def finder_of(taxonomy: TaxonomyFacts, *, folder: Folder) -> ThemeFinder:
    """Return what finds an applied version's themes: as it was learnt, else from its definitions."""
    if taxonomy.fitted is not None:
        return ThemeFinder.from_bytes(taxonomy.fitted)
    return ThemeFinder.fit(taxonomy.document, folder=folder)


def finder_of_draft(
    taxonomy: TaxonomyFacts, draft: VersionFacts, *, folder: Folder, told: Told
) -> ThemeFinder:
    """Return what would find the draft's themes once it is applied."""
    return fitted_on(replace(taxonomy, document=draft.document), folder=folder, told=told, draft=draft)[0]


def fitted_on(
    taxonomy: TaxonomyFacts, *, folder: Folder, told: Told, draft: VersionFacts | None = None
) -> tuple[ThemeFinder, dict[str, int]]:
    """Fit on a sample of the history and on every label; return the finder and the labels by theme."""
    history = queries.changes_between(taxonomy.uid, 0, taxonomy.number)
    labels, counts = labelled_comments(taxonomy, (*history, *(draft.changes if draft else ())))
    sample = sample_of(taxonomy, COMMENTS, seed=SEED)
    finder = ThemeFinder.fit(
        taxonomy.document,
        folder=folder,
        comments=[answer.text for answer in sample.answers],
        labels=labels,
        told=told,
    )
    learnt_from = {one.response for one in labels} | {one.response_uid for one in sample.answers}
    finder.responses = tuple(sorted(learnt_from))
    return finder, counts


def learn(uid: str, *, by: Actor, folder: Folder, told: Told) -> dict[str, Any]:
    """Fit the applied version and keep what was learnt; say whether it is new."""
    taxonomy = queries.taxonomy(uid)
    finder, counts = fitted_on(taxonomy, folder=folder, told=told)
    if not finder.heads:
        # Nothing can be learnt without an encoder, and what knows nothing must not be kept for good.
        return {"taxonomy": uid, "is_new": False, "missing": "No model is installed: heedful models fetch"}
    number = _keep(taxonomy, finder.to_bytes(), counts, by=by)
    if knows_gone(finder):  # gone while it was learnt from, and looked for before it was kept
        queue_unlearning(by=by)
    return {
        "taxonomy": uid,
        "number": number or taxonomy.number,
        "labels": sum(counts.values()),
        "is_new": number is not None,
    }


def knows_gone(finder: ThemeFinder) -> bool:
    """Say whether somebody is in it who is gone. Of what says not whom it knows, anybody may be."""
    known = finder.responses
    return known is None or len(responses.still_written(known)) < len(known)


def _keep(taxonomy: TaxonomyFacts, held: bytes, counts: Mapping[str, int], *, by: Actor) -> int | None:
    sha256 = hashlib.sha256(held).hexdigest()
    with writing():
        row = taxonomy_row(taxonomy.uid)
        version = applied_row(row)
        if version is None or version.number != taxonomy.number or version.fitted_sha256 == sha256:
            return None
        if version.fitted is not None or _was_read_with(taxonomy.uid, version.number):
            # What reads with a version reads the same for ever: what is learnt later is another version.
            version = _next(row, version, by)
        version.fitted, version.fitted_sha256, version.labels = held, sha256, dict(counts)
        version.save()
        audit.record(
            "taxonomy.fitted", by=by, subject_uid=taxonomy.uid, number=version.number,
            labels=sum(counts.values()), sha256=sha256,
        )  # fmt: skip
        return version.number


def _next(row: Taxonomy, before: TaxonomyVersion, by: Actor) -> TaxonomyVersion:
    draft = draft_row(row)
    if draft is not None:
        TaxonomyVersion.objects.filter(pk=draft.pk).update(number=before.number + 2)
    return TaxonomyVersion(
        taxonomy=row,
        number=before.number + 1,
        document=before.document,
        changes=[{"deed": "fitted"}],
        is_draft=False,
        created_by=by.label,
        applied_at=timezone.now(),
    )


def _was_read_with(uid: str, number: int) -> bool:
    return any(
        versions.get(uid) == number
        for versions in Edition.objects.values_list("taxonomy_versions", flat=True)
    )
