"""What a taxonomy is about: the written answers of the surveys that are read with it, and people's labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from heedful.design.surveys import queries as surveys
from heedful.listen.responses import queries as responses
from heedful.listen.responses.types import ResponseFilter, WrittenAnswer
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor
from heedful.understand.words.models import SurveyTaxonomy, ThemeLabel
from heedful.understand.words.themes.changes import Change, followers
from heedful.understand.words.themes.engine import LabelledComment
from heedful.understand.words.themes.types import TaxonomyFacts


@dataclass(frozen=True, slots=True)
class Sample:
    """Written answers drawn at random, by response, out of a history of so many responses with words."""

    answers: tuple[WrittenAnswer, ...]
    responses: int
    history: int


def sample_of(taxonomy: TaxonomyFacts, most: int, *, seed: int) -> Sample:
    """Draw responses with words of the surveys that are read with a taxonomy; a seed draws the same again."""
    ids = _response_ids(taxonomy)
    drawn = ids if len(ids) <= most else sorted(Random(seed).sample(ids, most))
    return Sample(tuple(responses.written_answers(drawn)), len(drawn), len(ids))


def labelled_comments(
    taxonomy: TaxonomyFacts, changes: Sequence[Change] = ()
) -> tuple[tuple[LabelledComment, ...], dict[str, int]]:
    """Return what people labelled, and how many labels each theme has, under the keys of today.

    ``changes`` are those since the first version. Where several people labelled a comment, most decide.
    """
    rows = list(ThemeLabel.objects.filter(taxonomy_id=taxonomy.id).order_by("id"))
    texts = _texts({row.response_id for row in rows})
    leaves = frozenset(theme.key for theme in taxonomy.document.leaves())
    by_comment: dict[tuple[int, int], list[ThemeLabel]] = defaultdict(list)
    for row in rows:
        by_comment[row.response_id, row.question_id].append(row)
    # Labels were given under the keys of their day; a split theme does not say which part is meant.
    today = {row.theme: followers(row.theme, changes) for row in rows if row.theme}
    found = [_labelled(texts[key], own, leaves, today) for key, own in by_comment.items() if key in texts]
    counts = {key: sum(key in one.themes for one in found) for key in sorted(leaves)}
    return tuple(found), {key: count for key, count in counts.items() if count}


def _labelled(
    answer: WrittenAnswer,
    rows: Sequence[ThemeLabel],
    leaves: frozenset[str],
    today: Mapping[str, tuple[str, ...]],
) -> LabelledComment:
    votes: dict[str, list[bool]] = defaultdict(list)
    unclear: set[str] = set()
    for row in rows:
        keys = today.get(row.theme, ())
        if len(keys) > 1 and row.is_present:
            unclear |= set(keys)
        else:
            for key in keys:
                votes[key].append(row.is_present)
    themes = {key for key, said in votes.items() if 2 * sum(said) > len(said)}
    # One corrected where it was shown says nothing of the other themes; one from the queue does.
    is_whole = any(row.origin != ThemeLabel.Origin.EVIDENCE for row in rows)
    unknown = unclear - set(votes) if is_whole else leaves - set(votes)
    return LabelledComment(
        answer.text, frozenset(themes & leaves), frozenset(unknown & leaves), answer.response_uid
    )


def _texts(response_ids: Iterable[int]) -> dict[tuple[int, int], WrittenAnswer]:
    return {(one.response_id, one.question_id): one for one in responses.written_answers(response_ids)}


def _response_ids(taxonomy: TaxonomyFacts) -> list[int]:
    by = Actor.system(current_organization_id())
    if not taxonomy.is_default:
        own = {one.id: one.uid for one in surveys.surveys(include_archived=True)}
        return sorted(
            one
            for survey_id in taxonomy.survey_ids or own
            for one in responses.visible_written_ids(ResponseFilter(survey_uid=own[survey_id]), by=by)
        )
    others = SurveyTaxonomy.objects.exclude(taxonomy_id=taxonomy.id).values_list("survey__uid", flat=True)
    elsewhere = {
        one for uid in others for one in responses.visible_written_ids(ResponseFilter(survey_uid=uid), by=by)
    }
    everywhere = responses.visible_written_ids(ResponseFilter(), by=by)
    return sorted(one for one in everywhere if one not in elsewhere)
