"""Files that belong to rows and lie in the instance's folder: modules say which, archives take them along."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """``names`` are those of the organisation in scope; ``path`` says where one lies."""

    kind: str
    names: Callable[[], Iterable[str]]
    path: Callable[[str], Path]


_kept: dict[str, KeptFiles] = {}


def keep(kind: str, *, names: Callable[[], Iterable[str]], path: Callable[[str], Path]) -> None:
    _kept[kind] = KeptFiles(kind, names, path)


def kept_files() -> tuple[KeptFiles, ...]:
    return tuple(_kept.values())
