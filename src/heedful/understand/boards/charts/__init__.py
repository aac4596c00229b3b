"""One small grammar of pictures: pure functions from rows to a Vega-Lite dict, for a wide or a narrow place.

Colours are tokens (``var(--accent)``), painted in by the page or by ``platform.ui.theme``.
"""

from heedful.understand.boards.charts.bars import ShareBar, share_bars
from heedful.understand.boards.charts.dots import DotRow, dots
from heedful.understand.boards.charts.frame import Chart, Picture, Place, picture
from heedful.understand.boards.charts.lines import Flag, LinePoint, line
from heedful.understand.boards.charts.multiples import Panel, small_multiples
from heedful.understand.boards.charts.slopes import SlopeRow, slopes
from heedful.understand.boards.charts.strips import HeatCell, heat_strip

__all__ = [
    "Chart",
    "DotRow",
    "Flag",
    "HeatCell",
    "LinePoint",
    "Panel",
    "Picture",
    "Place",
    "ShareBar",
    "SlopeRow",
    "dots",
    "heat_strip",
    "line",
    "picture",
    "share_bars",
    "slopes",
    "small_multiples",
]
