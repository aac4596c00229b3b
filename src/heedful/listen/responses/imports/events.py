from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ImportFinished:
    """A file has gone in, as far as it did."""

    name: ClassVar[str] = "import.finished"

    import_uid: str
    survey_id: int
    accepted: int
