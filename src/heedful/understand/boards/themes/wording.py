"""Themes in sentences, each from a verdict."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _, ngettext

from heedful.understand.boards.charts.frame import say, say_count
from heedful.understand.boards.wording import Tag
from heedful.understand.metrics.types import Finding, ThemeFigures, ThemesFound, Unit, Verdict
from heedful.understand.metrics.wording import amount

MOST_NAMED = 3


def headline(found: ThemesFound) -> str:
    """Say what lowers the score most; or that nothing does, and what is spoken of most."""
    if not found.n_read:
        return _("Nothing was written in this period and filter that has been read.")
    leaves = specific(found.rows)
    if not leaves:
        return _("People write, but of none of the themes that are looked for.")
    worst = next((row for row in leaves if row.impact.is_real and (row.impact.value or 0) < 0), None)
    if worst is not None:
        return _(
            "%(theme)s lowers %(metric)s most: without those who speak of it, it would be %(up)s higher."
        ) % {
            "theme": worst.label,
            "metric": found.metric.name,
            "up": amount(worst.impact.value or 0.0, found.metric.unit),
        }
    most = max(leaves, key=lambda row: row.n)
    words = {"metric": found.metric.name, "theme": most.label, "share": say(most.share.value, Unit.PERCENT)}
    return (
        _(
            "No theme lowers %(metric)s by more than noise."
            " %(theme)s is spoken of most: %(share)s of comments."
        )
        % words
    )


def because(found: ThemesFound) -> list[str]:
    """Say what else matters: what raises the score, what is spoken of more and less than before."""
    leaves = specific(found.rows)
    best = max(
        (row for row in leaves if row.impact.is_real), key=lambda row: row.impact.value or 0, default=None
    )
    said = []
    if best is not None and (best.impact.value or 0) > 0:
        said.append(
            _("%(theme)s raises it most (%(impact)s).")
            % {"theme": best.label, "impact": signed_impact(best, found)}
        )
    changed = [row for row in leaves if row.change and row.change.finding is Finding.REAL_CHANGE]
    more = [row for row in changed if _difference(row) > 0]
    less = [row for row in changed if _difference(row) < 0]
    if more:
        said.append(_("Spoken of more than before: %(themes)s.") % {"themes": _named(more)})
    if less:
        said.append(_("Spoken of less: %(themes)s.") % {"themes": _named(less)})
    if found.n_read:
        read = ngettext("%(n)s comment was read.", "%(n)s comments were read.", found.n_read)
        said.append(read % {"n": say_count(found.n_read)})
    return said


def specific(rows: Sequence[ThemeFigures]) -> list[ThemeFigures]:
    """Return the rows with none below them: "staff", not "service", of which it is a part."""
    above = {row.parent for row in rows}
    return [row for row in rows if row.key not in above]


def signed_impact(row: ThemeFigures, found: ThemesFound) -> str:
    return say_impact(row.impact.value, found.metric.unit)


def say_impact(value: float | None, unit: Unit) -> str:
    """Write an impact; of a share it is percentage points, with a sign as well."""
    if unit is Unit.SCALE:
        return ("+" if (value or 0) > 0 else "") + say(value, unit)
    return say(value, Unit.POINTS, decimals=1)


def change_tag(verdict: Verdict | None) -> Tag | None:
    """Return how a share changed, in a word with a sign; more talk is neither better nor worse."""
    if verdict is None or verdict.finding is Finding.NO_ANSWERS:
        return None
    if verdict.finding is Finding.TOO_FEW:
        return Tag("caution", "?", _("too few comments"))
    if verdict.finding is Finding.NOISE:
        return Tag("", "≈", _("as before"))
    difference = verdict.comparison.difference or 0.0
    return Tag("accent", "▲" if difference > 0 else "▼", _("more") if difference > 0 else _("less"))


def theme_headline(row: ThemeFigures, found: ThemesFound) -> str:
    """Say how much a theme is spoken of, and what that does."""
    words = {
        "theme": row.label,
        "share": say(row.share.value, Unit.PERCENT, decimals=1),
        "metric": found.metric.name,
        "size": amount(row.impact.value or 0.0, found.metric.unit),
    }
    if row.impact.is_real and (row.impact.value or 0) < 0:
        return (
            _("%(theme)s: %(share)s of comments speak of it, and they lower %(metric)s by %(size)s.") % words
        )
    if row.impact.is_real:
        return (
            _("%(theme)s: %(share)s of comments speak of it, and they raise %(metric)s by %(size)s.") % words
        )
    return (
        _("%(theme)s: %(share)s of comments speak of it. That moves %(metric)s by no more than noise.")
        % words
    )


def theme_because(row: ThemeFigures, found: ThemesFound) -> list[str]:
    said = []
    if row.net.value is not None:
        said.append(_("Net sentiment towards it is %(net)s.") % {"net": say(row.net.value, Unit.POINTS)})
    if row.impact.score_without is not None and row.impact.value is not None:
        said.append(
            _("Without those who speak of it, %(metric)s would be %(score)s instead of %(now)s.")
            % {
                "metric": found.metric.name,
                "score": say(row.impact.score_without, found.metric.unit, decimals=1),
                "now": say(found.score.value, found.metric.unit, decimals=1),
            }
        )
    if row.change is not None and row.change.finding is not Finding.NO_ANSWERS:
        said.append(row.change.sentence)
    return said


def _difference(row: ThemeFigures) -> float:
    return (row.change.comparison.difference if row.change else None) or 0.0


def _named(rows: Sequence[ThemeFigures]) -> str:
    rows = sorted(rows, key=lambda row: -abs(_difference(row)))[:MOST_NAMED]
    return ", ".join(f"{row.label} ({amount_signed(_difference(row))})" for row in rows)


def amount_signed(difference: float) -> str:
    return say(difference, Unit.POINTS, decimals=1) + " pp"
