"""Labels in words: for the pages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext as _, ngettext

from heedful.understand.words.labelling.types import (
    Agreement,
    DriftFacts,
    MeasuredTheme,
    Quality,
    ThemeAgreement,
)
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme

FEW = 20  # comments with a theme; below it an interval is too wide to act on


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    name: str
    description: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme with how well it is found and how well people agree on it."""

    measured: MeasuredTheme
    agreement: ThemeAgreement | None
    is_thin: bool


def groups_of(document: TaxonomyDocument, mine: Collection[str] | None) -> tuple[Group, ...]:
    """Return the themes to choose from under the themes above them."""
    tops = {theme.key: _name(theme) for theme in document.themes if theme.parent is None}
    by_top: dict[str, list[Choice]] = {key: [] for key in tops}
    for theme in document.leaves():
        choice = Choice(theme.key, _name(theme), theme.description, theme.key in (mine or ()))
        by_top[theme.parent or theme.key].append(choice)
    return tuple(Group(tops[key], tuple(choices)) for key, choices in by_top.items() if choices)


def _name(theme: Theme) -> str:
    return theme.names.get((get_language() or "en").split("-")[0], theme.name)


def quality_sentence(quality: Quality) -> str:
    overall = quality.overall
    if overall is None or not (overall.precision.n or overall.recall.n):
        return _("Nobody can say yet how well themes are found here.")
    words = ngettext(
        "On %(n)d comment drawn at random",
        "On %(n)d comments drawn at random",
        quality.n,
    ) % {"n": quality.n}
    right, seen = overall.precision.value, overall.recall.value
    if right is None:
        return words + _(": nothing was found in them, though people found themes.")
    told = _(": %(right)d of 100 themes that are shown belong there") % {"right": round(100 * right)}
    if seen is not None:
        told += _(", and %(seen)d of 100 that are there are shown") % {"seen": round(100 * seen)}
    return words + told + "."


def shown_themes(quality: Quality, agreement: Agreement) -> tuple[ThemeRow, ...]:
    """Return the themes that anybody found, those with the most labels first."""
    agreed = {one.theme: one for one in agreement.themes}
    rows = [
        ThemeRow(one, agreed.get(one.theme), one.recall.n < FEW)
        for one in quality.themes
        if one.precision.n or one.recall.n
    ]
    return tuple(sorted(rows, key=lambda row: (-row.measured.recall.n, row.measured.name)))


def shown_weeks(weeks: Sequence[DriftFacts]) -> list[dict[str, Any]]:
    return [
        {"week": week, "moved": [_measure(key) for key, one in week.facts.items() if _is_moved(one, week)]}
        for week in weeks
    ]


def _is_moved(one: dict[str, Any], week: DriftFacts) -> bool:
    return week.is_alarm and one["adjusted_p"] <= max(0.01, min(x["adjusted_p"] for x in week.facts.values()))


def _measure(key: str) -> str:
    return {
        "sentiment": _("the mix of sentiment"),
        "language": _("the mix of languages"),
        "themes": _("how often themes come up"),
        "meaning": _("what comments are about"),
    }.get(key, key)
