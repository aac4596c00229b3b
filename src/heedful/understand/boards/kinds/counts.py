from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from heedful.understand.boards.kind import Table, Tile
from heedful.understand.boards.reading import Reading
from heedful.understand.boards.types import TileSpec, Width
from heedful.understand.metrics.types import ScoreRequest
from heedful.understand.metrics.wording import reason_words

NEVER_MEANT = frozenset({"outside_period", "outside_filter"})  # not what was asked about


class CountsTile:
    """What came in, what counts, and what was left out and why."""

    key: str = "counts"
    label: str | Promise = gettext_lazy("Response counts")
    width: Width = "full"
    template: str = "boards/tiles/counts.html"

    def foresees(self, spec: TileSpec, reading: Reading) -> Sequence[tuple[ScoreRequest, str]]:
        return [(reading.request(spec), "")]

    def read(self, spec: TileSpec, place: int, reading: Reading) -> Tile:
        del place
        request = reading.request(spec)
        origin = reading.provenance(request)
        left_out = [part for part in origin.left_out if part.reason not in NEVER_MEANT]
        never_meant = sum(part.n for part in origin.left_out) - sum(part.n for part in left_out)
        counts = [
            (_("Responses"), origin.rows_in - never_meant, reading.answers(spec)),
            (_("Counted in the score"), origin.score.n, ""),
            (_("Without an answer to it"), origin.score.n_missing, ""),
            (_("Refused as invalid"), origin.score.n_invalid, ""),
            (_("Left out"), sum(part.n for part in left_out), ""),
        ]
        return Tile(
            title=_("Response counts"),
            data={
                "counts": counts,
                "left_out": [(reason_words(part.reason), part.n) for part in left_out],
            },
            table=Table((_("What"), "n"), tuple((label, n) for label, n, _url in counts)),
            lines=tuple(f"{label}: {n}" for label, n, _url in counts),
        )


KIND = CountsTile()
