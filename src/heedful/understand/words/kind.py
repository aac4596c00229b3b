"""What a reader is: a plug-in that says one thing of each comment. Adding one is adding a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from heedful.platform.core.kinds import load_kinds
from heedful.understand.words.comments import Comments


class ReaderKind(Protocol):
    """A reader. Attributes are read-only."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def models(self) -> tuple[str, ...]:
        """Keys of the models it cannot do without."""
        ...

    def version(self) -> str:
        """Name what a reading depends on: the same version reads the same text the same way."""
        ...

    def read(self, comments: Comments) -> Sequence[dict[str, Any]]:
        """Return a document for each comment, in their order; ``skipped`` in it says why nothing was read."""
        ...


TIERS = ("fast", "quality")


@runtime_checkable
class TieredKind(Protocol):
    """A reader that reads better where more time is given to it."""

    def at(self, tier: str) -> ReaderKind: ...


def readers() -> dict[str, ReaderKind]:
    """Every reader there is, by key, in the order in which they read."""
    found: dict[str, ReaderKind] = load_kinds("heedful.understand.words.kinds")
    return found
