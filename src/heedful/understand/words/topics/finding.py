"""Topics of a window of days: which remarks are looked at, what is found, what it is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from heedful.methods.language import topics as methods
from heedful.understand.words.types import Floats

WINDOW_DAYS = 28
HISTORY_DAYS = 364
MOST = 5_000  # remarks looked at together: time and memory grow with the square
MOST_NEW = 2_000
FEWEST_REMARKS = 30  # of a window that is looked at, and of the past it is compared with
QUOTES = 6
_ALIKE = 0.6  # of two quotes, of which one is then enough


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment without personal data, and its day."""

    text: str
    on: date


@dataclass(frozen=True, slots=True)
class Window:
    """The days looked at, both included, and where the past begins."""

    from_on: date
    to_on: date
    past_from: date

    @classmethod
    def ending(cls, on: date, *, days: int = WINDOW_DAYS, history: int = HISTORY_DAYS) -> Window:
        first = on - timedelta(days=days - 1)
        return cls(first, on, first - timedelta(days=history))

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days + 1

    def period(self, on: date) -> int:
        """Count stretches as long as the window: 0 is the window, -1 what came right before it."""
        return 0 if on >= self.from_on else -((self.from_on - on).days - 1) // self.days - 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """How often a topic came in some days, of how many remarks, and what was to be expected."""

    from_on: date
    to_on: date
    count: int
    base: int
    expected: float | None


@dataclass(frozen=True, slots=True)
class FoundTopic:
    """A topic with its words; places are of the remarks that were given.

    ``word`` is the key of the word or two that its remarks share, nothing where they are alike in meaning.
    """

    name: str
    phrases: tuple[str, ...]
    group: methods.EmergingTopic
    members: tuple[int, ...]  # of the window, the nearest to the centre first
    nearness: tuple[float, ...]
    quotes: tuple[int, ...]
    series: tuple[Stretch, ...]
    word: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a search found, and among how many remarks."""

    topics: tuple[FoundTopic, ...]
    window: int
    past: int
    tested: int
    clumping: float
    common: Floats
    why_not: str = ""  # nothing was looked for: too few remarks


def is_spoken_for(text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Say whether parts of a text hold at least half of its letters."""
    marks = np.zeros(len(text), bool)
    for start, end in spans:
        marks[start:end] = True
    letters = np.array([sign.isalnum() for sign in text], bool)
    return bool(marks.any() and 2 * (marks & letters).sum() >= letters.sum())


def drawn(remarks: Sequence[Remark], window: Window, *, most: int = MOST, seed: int = 0) -> list[int]:
    """Return the places of the remarks that are looked at: all, or a fair draw where there are too many."""
    draw = np.random.default_rng(seed)
    new = [place for place, one in enumerate(remarks) if window.from_on <= one.on <= window.to_on]
    old = [place for place, one in enumerate(remarks) if window.past_from <= one.on < window.from_on]
    kept = [int(place) for place in draw.permutation(new)[: min(MOST_NEW, most // 2)]]
    return sorted(kept + [int(place) for place in draw.permutation(old)[: most - len(kept)]])


def find_topics(
    remarks: Sequence[Remark],
    rows: Floats,
    window: Window,
    *,
    alpha: float = 0.1,
    fewest: int = 5,
    silent: Sequence[str] = (),
    needs_past: bool = True,
) -> Finding:
    """Find what is said more often in the window than before; a row of numbers stands for each remark.

    Without a past that is allowed to be missing, the largest groups come, and nothing is tested.
    """
    period = np.array([window.period(one.on) for one in remarks], np.int64)
    new = int((period == 0).sum())
    if why := _too_few(new, len(remarks) - new, needs_past=needs_past):
        return Finding((), new, len(remarks) - new, 0, 0.0, np.zeros(rows.shape[-1], np.float32), why)
    texts = [one.text for one in remarks]
    words = methods.shared_words(texts, known=silent)
    shared = [word.places for word in words]
    found = methods.emerging_topics(rows, period, alpha=alpha, fewest=fewest, shared=shared)
    groups = [topic.members[: topic.count].tolist() for topic in found.topics]
    phrases = methods.distinctive_phrases(groups, texts, known=silent)
    named = tuple(
        replace(
            _named(topic, own, remarks, rows, window, found.common),
            word="" if topic.shared is None else words[topic.shared].key,
        )
        for topic, own in zip(found.topics, phrases, strict=True)
    )
    common = found.common.astype(np.float32)
    return Finding(named, found.window, found.past, found.tested, found.clumping, common)


def _too_few(new: int, past: int, *, needs_past: bool) -> str:
    if new < FEWEST_REMARKS:
        return f"{new} comments were written in these days; {FEWEST_REMARKS} are needed"
    if past < FEWEST_REMARKS and (past or needs_past):
        return f"{past} comments are there from before, to compare with; {FEWEST_REMARKS} are needed"
    return ""


def _named(
    topic: methods.EmergingTopic,
    phrases: Sequence[methods.Phrase],
    remarks: Sequence[Remark],
    rows: Floats,
    window: Window,
    common: np.ndarray,
) -> FoundTopic:
    new = topic.members[: topic.count]
    ways = methods.directions(rows[new], common)
    near = ways @ methods.directions(topic.centre[None], common)[0]
    order = np.argsort(-near, kind="stable")
    members = new[order].tolist()
    return FoundTopic(
        name=methods.name_of(phrases) or _shortened(remarks[members[0]].text),
        phrases=tuple(phrase.text for phrase in phrases),
        group=topic,
        members=tuple(members),
        nearness=tuple(float(one) for one in near[order]),
        quotes=quotes_of(members, [remarks[place].text for place in members], ways[order]),
        series=series_of(topic.members, remarks, window),
    )


def quotes_of(members: Sequence[int], texts: Sequence[str], ways: np.ndarray) -> tuple[int, ...]:
    """Choose remarks that together say what the topic is; the same words come once."""
    first: dict[str, int] = {}
    for place, text in enumerate(texts):
        first.setdefault(" ".join(text.casefold().split()), place)
    able = np.isin(np.arange(len(texts)), list(first.values()))
    chosen = methods.covering_rows(ways, QUOTES, alike=_ALIKE, able=able).chosen
    return tuple(members[place] for place in chosen)


def series_of(
    members: Sequence[int] | np.ndarray, remarks: Sequence[Remark], window: Window
) -> tuple[Stretch, ...]:
    """Count a topic by stretches as long as a quarter of the window, the oldest first."""
    length = max(1, window.days // 4)
    base: dict[int, int] = {}
    for one in remarks:
        base[_stretch(one.on, window, length)] = base.get(_stretch(one.on, window, length), 0) + 1
    own: dict[int, int] = {}
    for place in members:
        number = _stretch(remarks[int(place)].on, window, length)
        own[number] = own.get(number, 0) + 1
    rate = _past_rate(base, own, window.days // length)
    return tuple(
        _as_stretch(number, length, window, own.get(number, 0), base[number], rate) for number in sorted(base)
    )


def _stretch(on: date, window: Window, length: int) -> int:
    return -((window.to_on - on).days // length)


def _past_rate(base: Mapping[int, int], own: Mapping[int, int], newest: int) -> float | None:
    past = sum(n for number, n in base.items() if number <= -newest)
    return sum(n for number, n in own.items() if number <= -newest) / past if past else None


def _as_stretch(
    number: int, length: int, window: Window, count: int, base: int, rate: float | None
) -> Stretch:
    last = window.to_on + timedelta(days=number * length)
    first = last - timedelta(days=length - 1)
    return Stretch(first, last, count, base, None if rate is None else rate * base)


def _shortened(text: str, most: int = 60) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]}…"
