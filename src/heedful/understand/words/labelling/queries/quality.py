"""How well themes are found and how well people agree, from labels on comments nobody chose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from heedful.listen.audiences.queries import within_sight
from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.labelling import measuring
from heedful.understand.words.labelling.types import Agreement, Quality
from heedful.understand.words.models import LabelTask, Mention, Reading, TaxonomyVersion, ThemeLabel
from heedful.understand.words.themes.queries import taxonomy as taxonomy_by_uid
from heedful.understand.words.themes.types import TaxonomyFacts

type Key = tuple[int, int]  # response and question


def quality(taxonomy_uid: str, *, by: Actor) -> Quality:
    """Compare what the current edition found with what people found, on comments drawn at random.

    What the version in use has learnt from is left out: it would judge itself. Where several people labelled
    a comment, most decide, and a tie says no.
    """
    by.require(Permission.READ_SCORES)
    taxonomy = taxonomy_by_uid(taxonomy_uid)
    truth, said_at = _truth(taxonomy.id, by)
    learnt_at = _learnt_at(taxonomy)
    fresh = {key for key in truth if learnt_at is None or said_at[key] > learnt_at}
    found = _found(fresh)
    read = sorted(found.keys() & fresh)
    themes, overall = measuring.measured(
        [(frozenset(found[key]), truth[key]) for key in read], _names(taxonomy)
    )
    mentions = [(sure, theme in truth[key]) for key in read for theme, sure in found[key].items()]
    bins, error = measuring.calibration(mentions)
    return Quality(len(read), len(truth) - len(fresh), themes, overall if read else None, bins, error)


def agreement(taxonomy_uid: str, *, by: Actor) -> Agreement:
    """Return how well the coders of a taxonomy agree on comments that several of them labelled."""
    by.require(Permission.READ_SCORES)
    taxonomy = taxonomy_by_uid(taxonomy_uid)
    said: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for key, by_coder in _said(taxonomy.id, by).items():
        for coder, themes in by_coder.items():
            said[f"{key[0]}.{key[1]}"][coder] = frozenset(themes)
    return measuring.agreement(said, _names(taxonomy))


def _names(taxonomy: TaxonomyFacts) -> dict[str, str]:
    return {theme.key: theme.name for theme in taxonomy.document.leaves()}


def _learnt_at(taxonomy: TaxonomyFacts) -> datetime | None:
    if taxonomy.fitted is None:
        return None
    version = TaxonomyVersion.objects.filter(taxonomy_id=taxonomy.id, number=taxonomy.number).only(
        "created_at", "labels"
    )
    row = version.first()
    return row.created_at if row and row.labels else None


def _truth(taxonomy_id: int, by: Actor) -> tuple[dict[Key, frozenset[str]], dict[Key, datetime]]:
    """Return what people found in the comments that were drawn at random, and when the last one said so."""
    drawn = set(
        LabelTask.objects.filter(taxonomy_id=taxonomy_id, reason="random").values_list(
            "response_id", "question_id"
        )
    )
    truth: dict[Key, frozenset[str]] = {}
    for key, by_coder in _said(taxonomy_id, by).items():
        if key in drawn:
            votes = list(by_coder.values())
            every = {theme for themes in votes for theme in themes}
            truth[key] = frozenset(
                theme for theme in every if 2 * sum(theme in themes for themes in votes) > len(votes)
            )
    return truth, _said_at(taxonomy_id)


def _said(taxonomy_id: int, by: Actor) -> Mapping[Key, Mapping[str, set[str]]]:
    found: dict[Key, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = ThemeLabel.objects.filter(
        within_sight(by, "response__unit_id"), taxonomy_id=taxonomy_id, is_present=True
    ).exclude(origin=ThemeLabel.Origin.EVIDENCE)
    for response_id, question_id, coder, theme in rows.values_list(
        "response_id", "question_id", "coder", "theme"
    ):
        found[response_id, question_id][coder] |= {theme} - {""}
    return found


def _said_at(taxonomy_id: int) -> dict[Key, datetime]:
    rows = ThemeLabel.objects.filter(taxonomy_id=taxonomy_id).order_by("created_at")
    return {
        (response_id, question_id): at
        for response_id, question_id, at in rows.values_list("response_id", "question_id", "created_at")
    }


def _found(keys: set[Key]) -> dict[Key, dict[str, float]]:
    """Return the themes the current edition found in these answers, with how sure it was; by answer read."""
    responses = {response_id for response_id, _ in keys}
    readings = Reading.objects.filter(edition__state="current", response_id__in=responses)
    by_reading: dict[int, Key] = {}
    for reading_id, response_id, question_id, skipped in readings.values_list(
        "id", "response_id", "question_id", "skipped"
    ):
        if "themes" not in skipped:
            by_reading[reading_id] = (response_id, question_id)
    found: dict[Key, dict[str, float]] = {key: {} for key in by_reading.values()}
    mentions = Mention.objects.filter(reading_id__in=by_reading)
    for reading_id, theme, confidence in mentions.values_list("reading_id", "theme", "confidence"):
        own = found[by_reading[reading_id]]
        own[theme] = max(confidence, own.get(theme, 0.0))
    return found
