"""What fieldwork announces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class AsksRecorded:
    """These asks are new or went on."""

    name: ClassVar[str] = "asks.recorded"

    ask_ids: Sequence[int]
