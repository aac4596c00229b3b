from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from heedful.understand.boards.charts import ShareBar, picture, share_bars
from heedful.understand.boards.charts.frame import say, say_count
from heedful.understand.boards.kind import Table, Tile
from heedful.understand.boards.reading import Reading
from heedful.understand.boards.types import TileSpec, Width
from heedful.understand.metrics.types import ClassShare, ScoreRequest, Unit

KNOWN_CLASSES = frozenset({"promoter", "passive", "detractor", "top", "rest"})


class ClassesTile:
    """How many gave which class of answer: promoters, passives, detractors, or top boxes and the rest."""

    key: str = "classes"
    label: str | Promise = gettext_lazy("Classes of answers")
    width: Width = "third"
    template: str = "boards/tiles/classes.html"

    def foresees(self, spec: TileSpec, reading: Reading) -> Sequence[tuple[ScoreRequest, str]]:
        return [(reading.request(spec), "")]

    def read(self, spec: TileSpec, place: int, reading: Reading) -> Tile:
        request = reading.request(spec)
        score = reading.score(request)
        bars = [_bar(share, spec, reading) for share in score.classes]
        title = _("Who answered what")
        drawn = picture(f"classes-{place}", title, lambda where: share_bars(bars, where), "low")
        rows = tuple((bar.label, bar.n, bar.share) for bar in bars)
        return Tile(
            title=title,
            note=_("n = %(n)s") % {"n": say_count(score.n)},
            data={"bars": bars, "score": score},
            pictures=(drawn,) if score.n and bars else (),
            table=Table((_("Class"), "n", _("Per cent")), rows),
            lines=tuple(f"{bar.label}: {say(bar.share, Unit.PERCENT)} (n = {bar.n})" for bar in bars),
        )


def _bar(share: ClassShare, spec: TileSpec, reading: Reading) -> ShareBar:
    href = (
        reading.answers(spec, answer_class=share.key) if share.key in KNOWN_CLASSES else reading.answers(spec)
    )
    return ShareBar(_(share.label), share.share, share.n, share.tone, href)


KIND = ClassesTile()
