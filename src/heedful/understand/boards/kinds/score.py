from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from heedful.understand.boards.charts.frame import say, say_count
from heedful.understand.boards.kind import Table, Tile
from heedful.understand.boards.reading import Reading
from heedful.understand.boards.types import TileSpec, Width
from heedful.understand.boards.wording import change_tag
from heedful.understand.metrics.types import Score, ScoreRequest


class ScoreTile:
    """One score with interval, base and how it compares with the period before."""

    key: str = "score"
    label: str | Promise = gettext_lazy("Score")
    width: Width = "third"
    template: str = "boards/tiles/score.html"

    def foresees(self, spec: TileSpec, reading: Reading) -> Sequence[tuple[ScoreRequest, str]]:
        return [(reading.request(spec), "")]

    def read(self, spec: TileSpec, place: int, reading: Reading) -> Tile:
        del place
        request = reading.request(spec)
        label = reading.metric(request).name
        score, compared = reading.score(request), reading.compared(request)
        return Tile(
            title=label,
            data={
                "score": score,
                "value": say(score.value, score.unit),
                "base": base_words(score),
                "tag": change_tag(compared) if compared else None,
                "sentence": compared.verdict.sentence if compared else "",
                "url": reading.answers(spec),
            },
            table=Table((_("Score"), _("Value"), _("Low"), _("High"), "n"), ((label, *numbers(score)),)),
            lines=(f"{label}: {say(score.value, score.unit)} ({base_words(score)})",),
        )


def numbers(score: Score) -> tuple[float | None, float | None, float | None, int]:
    return score.value, score.low, score.high, score.n


def base_words(score: Score) -> str:
    """Say interval and base in one line."""
    n = _("n = %(n)s") % {"n": say_count(score.n)}
    if score.low is None or score.high is None:
        return n
    words = {"low": say(score.low, score.unit), "high": say(score.high, score.unit), "n": n}
    return _("%(low)s to %(high)s, %(n)s") % words


KIND = ScoreTile()
