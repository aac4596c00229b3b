"""What a process knows of the rows: where each key lies, and the signs laid out for quick comparison."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from heedful.understand.words.vectors.files import Bits, View

if TYPE_CHECKING:
    from heedful.understand.words.vectors.store import TextKey

type Places = npt.NDArray[np.intp]

BLOCK = 65_536  # rows whose signs are compared at a time: they stay in the processor's cache


class Snapshot:
    """A view with its indexes. ``before`` is the last one, whose full blocks of signs are taken over."""

    def __init__(self, view: View, before: Snapshot | None = None) -> None:
        self.view = view
        full = len(before.view) // BLOCK if before else 0
        kept = before.planes[:full] if before else []
        self.planes: list[Bits] = kept + [
            np.ascontiguousarray(view.bits[start : start + BLOCK].T)
            for start in range(full * BLOCK, len(view), BLOCK)
        ]

    @cached_property
    def _by_response(self) -> tuple[npt.NDArray[np.int64], Places]:
        # Responses come in almost in the order of their ids, which this way of sorting makes use of.
        responses = np.asarray(self.view.keys[:, 0])
        order = np.argsort(responses, kind="stable")
        return responses[order], order

    def places(self, keys: Collection[TextKey]) -> dict[TextKey, int]:
        """Return where keys lie. A key that was replaced a moment ago lies twice: the newest place counts."""
        return {key: int(own[-1]) for key, own in self._found(keys)}

    def every_place(self, keys: Collection[TextKey]) -> Places:
        own = [places for _, places in self._found(keys)]
        return np.concatenate(own) if own else np.empty(0, np.intp)

    def _found(self, keys: Collection[TextKey]) -> Iterator[tuple[TextKey, Places]]:
        wanted = np.fromiter((key.response_id for key in keys), np.int64, len(keys))
        ids, order = self._by_response
        firsts, lasts = np.searchsorted(ids, wanted), np.searchsorted(ids, wanted, side="right")
        for key, first, last in zip(keys, firsts.tolist(), lasts.tolist(), strict=True):
            own = order[first:last]
            own = own[self.view.keys[own, 1] == key.question_id]
            if len(own):
                yield key, own

    def places_of_responses(self, response_ids: Collection[int] | npt.NDArray[np.int64]) -> Places:
        """Return every place of these responses, whatever the question, in the order of the files."""
        wanted = np.unique(np.fromiter(response_ids, np.int64, len(response_ids)))
        ids, order = self._by_response
        firsts, lasts = np.searchsorted(ids, wanted), np.searchsorted(ids, wanted, side="right")
        runs = [order[first:last] for first, last in zip(firsts, lasts, strict=True) if last > first]
        return np.sort(np.concatenate(runs)) if runs else np.empty(0, np.intp)

    def distances(self, signs: Bits) -> npt.NDArray[np.uint16]:
        """Count for every row the numbers whose sign is another than that of the one asked about."""
        found = np.zeros(len(self.view), np.uint16)
        for number, block in enumerate(self.planes):
            own = found[number * BLOCK : (number + 1) * BLOCK]
            for plane, word in zip(block, signs, strict=True):
                own += np.bitwise_count(plane ^ word)
        return found
