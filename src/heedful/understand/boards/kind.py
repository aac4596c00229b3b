"""What every tile offers. A tile is one file in ``kinds``; the contract suite runs over every one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.functional import Promise

from heedful.platform.core.kinds import load_kinds
from heedful.understand.boards.charts import Picture
from heedful.understand.boards.reading import Reading
from heedful.understand.boards.types import TileSpec, Width
from heedful.understand.metrics.types import ScoreRequest

type Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a tile as rows: what is copied, exported and read aloud."""

    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile read and ready: ``data`` is for its template, the rest for everything else."""

    title: str
    note: str = ""
    data: Any = None
    pictures: tuple[Picture, ...] = ()
    table: Table | None = None
    lines: tuple[str, ...] = ()  # in words, for mails


class TileKind(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str | Promise: ...
    @property
    def width(self) -> Width: ...
    @property
    def template(self) -> str: ...

    def foresees(self, spec: TileSpec, reading: Reading) -> Sequence[tuple[ScoreRequest, str]]:
        """Return what the tile will ask to be counted: a request, by a dimension or nothing."""
        ...

    def read(self, spec: TileSpec, place: int, reading: Reading) -> Tile:
        """Return the tile's content for what the page shows; ``place`` makes ids unique."""
        ...


def kinds() -> dict[str, TileKind]:
    return load_kinds("heedful.understand.boards.kinds")


def kind_labels() -> Sequence[tuple[str, str]]:
    return [(kind.key, str(kind.label)) for kind in kinds().values()]
