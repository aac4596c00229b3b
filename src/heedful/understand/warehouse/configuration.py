"""The warehouse's part of the settings, with its types."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Configuration:
    folder: Path
    engine: str
    dask_scheduler: str
    threads: int  # 0: one for each core
    memory: str  # "512MB"
    minimum_base: int

    @property
    def spill(self) -> Path:
        """Where the engine lays what does not fit into its memory, while it needs it."""
        return self.folder.parent / "cache" / "duckdb"


def configuration() -> Configuration:
    given = cast("dict[str, Any]", settings.WAREHOUSE)
    return Configuration(**{name: given[name] for name in Configuration.__dataclass_fields__})


def number_of_files(organization_uid: str) -> int:
    """Count an organisation's data files on the disk, without the engine."""
    return sum(1 for _ in (configuration().folder / organization_uid).rglob("*.parquet"))
