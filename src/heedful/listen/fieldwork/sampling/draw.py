"""Drawing: people come in with the value of their stratum, the drawn ones go out. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from math import ceil

from heedful.listen.fieldwork.sampling.adaptive import StratumHistory, asks_by_need
from heedful.listen.fieldwork.sampling.chance import is_drawn, lot
from heedful.listen.fieldwork.sampling.design import Allocation, Method, SampleDesign
from heedful.methods.sampling import allocate

_NOTHING_KNOWN: Mapping[str, StratumHistory] = {}


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever may be drawn: the uid of a contact or the key of a device, and the value of ``by``."""

    key: str
    stratum: str = ""


@dataclass(frozen=True, slots=True)
class StratumDraw:
    stratum: str
    people: int
    asked: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """Keys of those drawn (sorted), and how the asks were spread."""

    keys: tuple[str, ...]
    strata: tuple[StratumDraw, ...]


def draw_sample(
    population: Iterable[Person],
    design: SampleDesign,
    *,
    seed: str,
    purpose: str,
    history: Mapping[str, StratumHistory] = _NOTHING_KNOWN,
) -> Drawn:
    """Draw from a population; ``purpose`` is the survey's uid, ``history`` what strata answered so far."""
    strata: dict[str, dict[str, float]] = defaultdict(dict)
    for person in population:
        strata[person.stratum if design.by else ""][person.key] = lot(seed, purpose, person.key)
    sizes = {stratum: len(strata[stratum]) for stratum in sorted(strata)}
    if not sizes:
        return Drawn((), ())
    asks = _asks(design, sizes, history)
    drawn = {stratum: _first(strata[stratum], asks[stratum], design) for stratum in sizes}
    return Drawn(
        tuple(sorted(key for keys in drawn.values() for key in keys)),
        tuple(StratumDraw(stratum, people, len(drawn[stratum])) for stratum, people in sizes.items()),
    )


def is_open(
    design: SampleDesign,
    *,
    seed: str,
    purpose: str,
    person: Person,
    history: Mapping[str, StratumHistory] = _NOTHING_KNOWN,
) -> bool:
    """Whether somebody who comes along alone is asked: by their lot, and while their cell is open."""
    if design.method == Method.EVERYONE:
        return True
    if design.method == Method.QUOTA:
        known = history.get(person.stratum, StratumHistory())
        return known.answers < design.quotas.get(person.stratum, 0)
    share = design.share
    if design.method == Method.ADAPTIVE and share is not None:
        share = _adaptive_share(design, share, person.stratum, history)
    # A number of people cannot be kept for those who come one by one: who draws, draws a wave.
    return share is None or is_drawn(seed, purpose, person.key, share)


def _first(lots: Mapping[str, float], asks: int, design: SampleDesign) -> list[str]:
    if design.method == Method.RANDOM and design.share is not None:
        share = design.share
        return [key for key, drawn in lots.items() if drawn < share]
    # The key after the lot: two equal lots are still told apart in the same way each time.
    return nsmallest(asks, lots, key=lambda key: (lots[key], key))


def _asks(
    design: SampleDesign, sizes: Mapping[str, int], history: Mapping[str, StratumHistory]
) -> dict[str, int]:
    people = sum(sizes.values())
    total = people if design.method == Method.EVERYONE else _total(design, people)
    if design.method == Method.QUOTA:
        return _quota_asks(design, sizes, history)
    if design.method == Method.ADAPTIVE:
        return asks_by_need(total, sizes, history, design.allocation, minimum=design.minimum)
    if design.allocation == Allocation.EQUAL:
        weights = dict.fromkeys(sizes, 1.0)
    else:
        weights = {stratum: float(size) for stratum, size in sizes.items()}
    spread = [weights[stratum] / size for stratum, size in sizes.items()]
    least = min(design.minimum, total // len(sizes))
    return dict(zip(sizes, allocate(total, [*sizes.values()], deviations=spread, minimum=least), strict=True))


def _total(design: SampleDesign, people: int) -> int:
    if design.size is not None:
        return min(design.size, people)
    # Half up: a share of the people is the nearest whole number of them.
    return min(int((design.share or 0.0) * people + 0.5), people)


def _quota_asks(
    design: SampleDesign, sizes: Mapping[str, int], history: Mapping[str, StratumHistory]
) -> dict[str, int]:
    """Return asks that should bring what is still wanted, by the response rate of each cell."""
    asks = {}
    for stratum, people in sizes.items():
        known = history.get(stratum, StratumHistory())
        wanted = max(design.quotas.get(stratum, 0) - known.answers, 0)
        asks[stratum] = min(ceil(wanted / known.usual_rate - 1e-9), people)
    if design.size is None or sum(asks.values()) <= design.size:
        return asks
    return dict(zip(asks, allocate(design.size, [*asks.values()]), strict=True))


def _adaptive_share(
    design: SampleDesign, share: float, stratum: str, history: Mapping[str, StratumHistory]
) -> float:
    """Return the share of a stratum in which the whole still makes the share of the design."""
    sizes = {known: facts.people for known, facts in sorted(history.items()) if facts.people}
    if stratum not in sizes:
        return share
    total = _total(design, sum(sizes.values()))
    asks = asks_by_need(total, sizes, history, design.allocation, minimum=design.minimum)
    return asks[stratum] / sizes[stratum]
