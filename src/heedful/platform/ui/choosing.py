"""What can be chosen on a page, and what is, each as the query of the address it leads to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    query: str
    is_chosen: bool = False
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition in words, and the address without it."""

    label: str
    value: str
    query: str
