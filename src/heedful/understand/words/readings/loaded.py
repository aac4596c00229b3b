"""The readers of this process: loaded when there is something to read, let go after a while without."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

from heedful.platform.core.freed_memory import give_back
from heedful.platform.core.scope import current_organization_id
from heedful.understand.words.model_files import ModelMissing, models
from heedful.understand.words.model_files.here import models_folder
from heedful.understand.words.readings.types import EditionFacts

if TYPE_CHECKING:
    from heedful.understand.words.mentions import Finder
    from heedful.understand.words.reading import Reading

IDLE_SECONDS = 60.0


class Loaded:
    """One for the process: two threads that read take turns, a batch each."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._encoders: dict[str, Any] = {}
        self._finders: dict[tuple[int, str, int], Finder] = {}
        self._used_at = 0.0

    @contextmanager
    def reading(self, edition: EditionFacts) -> Iterator[Reading]:
        """Hand out the readers of an edition of the organisation in scope; raise where models are missing."""
        if missing := missing_models(edition.tier):
            raise ModelMissing(f"Not installed: {', '.join(missing)}. Run: heedful models fetch")
        from heedful.understand.words.reading import Reading

        with self._turn:
            yield Reading(
                models_folder(),
                finders=self._finders_of(edition),
                encoders=self._encoders,
                tier=edition.tier,
            )
            self._used_at = time.monotonic()

    def let_go(self, *, idle_seconds: float = IDLE_SECONDS) -> bool:
        """Drop what was loaded when nobody has read for so long; say whether anything was dropped."""
        with self._turn:
            if not self._encoders or time.monotonic() - self._used_at < idle_seconds:
                return False
            self._encoders, self._finders = {}, {}
        gc.collect()
        give_back()
        return True

    def forget_finders(self) -> None:
        """Drop what finds themes: what was learnt is another now."""
        with self._turn:
            self._finders = {}

    def _finders_of(self, edition: EditionFacts) -> dict[str, Finder]:
        return {uid: self._finder(uid, number) for uid, number in edition.taxonomy_versions.items()}

    def _finder(self, uid: str, number: int) -> Finder:
        key = (current_organization_id(), uid, number)
        if key not in self._finders:
            self._finders[key] = self._opened(uid, number)
        return self._finders[key]

    def _opened(self, uid: str, number: int) -> Finder:
        from heedful.understand.words.themes.engine import ThemeFinder
        from heedful.understand.words.themes.queries import taxonomy_at

        facts = taxonomy_at(uid, number)
        if facts.fitted is not None:
            return ThemeFinder.from_bytes(facts.fitted)
        return ThemeFinder.fit(facts.document, folder=models_folder(), encoders=self._encoders)


def missing_models(tier: str = "fast") -> tuple[str, ...]:
    """Name the models that some reader cannot do without and that are not here."""
    known, readers = models(), _readers(tier)
    wanted = dict.fromkeys(key for reader in readers.chosen().values() for key in reader.models)
    return tuple(key for key in wanted if not readers.folder.has(known[key]))


def versions_here(tier: str = "fast") -> dict[str, str]:
    """Name what a reading would depend on now: the readers' versions, and which models are there for them."""
    readers = _readers(tier)
    here = [key for key, model in models().items() if readers.folder.has(model)]
    return readers.versions() | {"models": ", ".join(here)}


def _readers(tier: str) -> Reading:
    from heedful.understand.words.reading import Reading

    return Reading(models_folder(), tier=tier)


loaded = Loaded()
