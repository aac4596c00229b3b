"""Comments by what they mean: what is asked becomes a row of numbers, the nearest rows are the answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from heedful.understand.words.model_files import models
from heedful.understand.words.model_files.here import models_folder
from heedful.understand.words.search.index.entries import schema
from heedful.understand.words.search.index.reading import WordIndex
from heedful.understand.words.search.ranking import fused
from heedful.understand.words.vectors.places import stores
from heedful.understand.words.vectors.store import Near, TextKey, VectorStore

if TYPE_CHECKING:
    import tantivy

    from heedful.understand.words.encoder import Encoder
    from heedful.understand.words.types import Floats

FEW = 20_000  # comments of a filter that are all compared, rather than the nearest of all looked through
WIDENED = (4, 40)  # how much farther is looked, when the filter leaves too few of the nearest
_turn = Lock()  # an encoder is not for two threads at once


def usable_stores() -> tuple[VectorStore, ...]:
    """Return the stores whose model is installed: only what it encoded can be compared with what is asked."""
    folder, known = models_folder(), models()
    return tuple(one for one in stores() if one.model in known and folder.has(known[one.model]))


def nearest_to_text(text: str, limit: int, index: WordIndex, restriction: tantivy.Query) -> tuple[Near, ...]:
    """Return comments by how near they lie to a text, whatever model read them, the nearest first."""
    found = [
        _nearest(store, encoded(text, store.model), limit, index, restriction) for store in usable_stores()
    ]
    return _together(found, limit)


def nearest_to_comment(
    key: TextKey, limit: int, index: WordIndex, restriction: tantivy.Query
) -> tuple[Near, ...] | None:
    """Return the comments that lie nearest to one; None where it has not been read."""
    for store in stores():
        held, rows = store.get([key])
        if held:
            found = _nearest(store, rows[0], limit + 1, index, restriction)
            return tuple(one for one in found if one.key != key)[:limit]
    return None


@lru_cache(maxsize=256)
def encoded(text: str, model: str) -> Floats:
    """Return a text as the row of numbers that a model makes of it."""
    with _turn:
        rows = _encoder(model).encode([text])
    return rows[0, : rows.shape[1] // 2]


@lru_cache(maxsize=2)
def _encoder(model: str) -> Encoder:
    from heedful.understand.words.encoder import Encoder

    return Encoder(models_folder(), models()[model])


def _nearest(
    store: VectorStore, row: Floats, limit: int, index: WordIndex, restriction: tantivy.Query
) -> tuple[Near, ...]:
    left = index.count(restriction)
    if left <= FEW:
        own = [one.response_id for one in index.newest(restriction, max(left, 1))]
        found = store.nearest(row, 4 * limit, responses=np.unique(np.array(own, np.int64)))
        return _left(found, index, restriction)[:limit]
    kept: tuple[Near, ...] = ()
    for factor in WIDENED:
        found = store.nearest(row, factor * limit)
        kept = _left(found, index, restriction)
        if len(kept) >= limit or len(found) < factor * limit:
            break
    return kept[:limit]


def _left(found: Sequence[Near], index: WordIndex, restriction: tantivy.Query) -> tuple[Near, ...]:
    """Leave out what the filter does not let through, and what is not in the index (any more)."""
    from tantivy import Occur, Query

    keys = [f"{one.key.response_id}.{one.key.question_id}" for one in found]
    if not keys:
        return ()
    query = Query.boolean_query(
        [(Occur.Must, restriction), (Occur.Must, Query.term_set_query(schema(), "key", keys))]
    )
    there = {(one.response_id, one.question_id) for one in index.newest(query, len(keys))}
    return tuple(one for one in found if (one.key.response_id, one.key.question_id) in there)


def _together(found: Sequence[Sequence[Near]], limit: int) -> tuple[Near, ...]:
    # Two models' nearness is not the same measure: their orders are put together by places.
    own = {one.key: one for order in found for one in order}
    return tuple(own[key] for key in fused([[one.key for one in order] for order in found])[:limit])
