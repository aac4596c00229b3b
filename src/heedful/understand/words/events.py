"""What words announce."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ResponsesUnderstood:
    """What these responses say was read with the current edition."""

    name: ClassVar[str] = "responses.understood"

    response_ids: Sequence[int]
