"""The comments that a search for topics looks at: those of a period, which no theme explains."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from heedful.listen.responses.types import ResponseFilter
from heedful.platform.core.organizations import organization
from heedful.platform.core.types import Actor
from heedful.understand.words.readings.queries import written_answers
from heedful.understand.words.readings.types import ReadAnswer
from heedful.understand.words.topics.finding import Remark, Window, is_spoken_for
from heedful.understand.words.types import Floats
from heedful.understand.words.vectors.places import stores
from heedful.understand.words.vectors.store import TextKey, VectorStore

MOST_READ = 60_000  # of the newest comments; a longer past is drawn from these

type Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Heap:
    """Comments that lie in the numbers of one model."""

    store: VectorStore
    keys: list[TextKey]
    remarks: list[Remark]

    @property
    def model(self) -> str:
        return self.store.model


@dataclass(frozen=True, slots=True)
class Drawn:
    """Comments of a heap that are looked at together, with the numbers that stand for them."""

    model: str
    keys: list[TextKey]
    remarks: list[Remark]
    rows: Floats


@dataclass(frozen=True, slots=True)
class Collected:
    heaps: tuple[Heap, ...]
    explained: int
    unread: int


def collect(window: Window, *, by: Actor, told: Told = lambda _done, _total: None) -> Collected:
    """Read the comments of a window and its past."""
    wanted = ResponseFilter(from_on=window.past_from, to_on=window.to_on, is_excluded=False, is_test=False)
    open_, explained = {}, 0
    for number, one in enumerate(written_answers(wanted, by=by, limit=MOST_READ)):
        told(number, MOST_READ)
        if is_explained(one):
            explained += 1
        else:
            open_[TextKey(one.response_id, one.question_id)] = _remark(one)
    heaps = tuple(_heaps(open_))
    return Collected(heaps, explained, len(open_) - sum(len(heap.keys) for heap in heaps))


def is_explained(one: ReadAnswer) -> bool:
    """Say whether themes speak for at least half of a comment's letters."""
    mentions = one.reading.mentions if one.reading else ()
    return is_spoken_for(one.text, [(mention.start, mention.end) for mention in mentions])


def _remark(one: ReadAnswer) -> Remark:
    return Remark(one.redacted, one.answered_at.astimezone(organization().zone).date())


def _heaps(open_: dict[TextKey, Remark]) -> list[Heap]:
    """Give each comment to the first model that has a row for it: nearness means something within one."""
    found, left = [], list(open_)
    for store in sorted(stores(), key=lambda store: (-len(store), store.model)):
        keys = store.known(left)
        if keys:
            found.append(Heap(store, keys, [open_[key] for key in keys]))
        taken = set(keys)
        left = [key for key in left if key not in taken]
    return found


def chosen(heap: Heap, places: Sequence[int]) -> Drawn:
    """Take some comments of a heap; one that was erased since is left out."""
    remark_of = {heap.keys[place]: heap.remarks[place] for place in places}
    keys, rows = heap.store.get(list(remark_of))
    return Drawn(heap.model, keys, [remark_of[key] for key in keys], rows)
