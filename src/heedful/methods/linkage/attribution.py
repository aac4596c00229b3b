"""Share an outcome among the touchpoints on the way to it, by asking what is lost without each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from heedful.methods.arguments import check_count
from heedful.methods.arrays import Floats

_START, _CONVERSION, _NULL = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Path:
    """Touchpoints in order, and how many who went this way converted and how many did not."""

    steps: Sequence[str]
    conversions: float = 0
    nulls: float = 0

    def __post_init__(self) -> None:
        check_count(self.conversions, "conversions")
        check_count(self.nulls, "nulls")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Chance to convert, the part of it lost without each touchpoint, and these parts scaled to sum to 1.

    ``conversion_probability`` is None without any path; effects and shares are None when nobody converted.
    """

    conversion_probability: float | None
    removal_effect: Mapping[str, float | None]
    share: Mapping[str, float | None]


def markov_attribution(paths: Iterable[Path]) -> Attribution:
    """Credit touchpoints by the removal effect in a first-order Markov chain of paths.

    Parameters
    ----------
    paths
        Paths with their counts.

    Returns
    -------
    Attribution
        The removal effect of a touchpoint is 1 - P(without it) / P, when everybody who reaches it is lost.

    Raises
    ------
    ArgumentError
        A negative count.

    Notes
    -----
    Source: Anderl, Becker, von Wangenheim & Schumann (2016) International Journal of Research in Marketing
    33:457; Markov chains as in R's ``ChannelAttribution``.

    Examples
    --------
    >>> found = markov_attribution([Path(["C1", "C2", "C3"], conversions=1), Path(["C1"], nulls=1),
    ...                             Path(["C2", "C3"], nulls=1)])
    >>> round(found.conversion_probability, 4), {k: round(v, 2) for k, v in found.share.items()}
    (0.3333, {'C1': 0.2, 'C2': 0.4, 'C3': 0.4})
    """
    known = [path for path in paths if path.conversions + path.nulls > 0]
    names = list(dict.fromkeys(step for path in known for step in path.steps))
    if not known:
        return Attribution(None, {}, {})
    moves = _moves(known, names)
    converted = _conversion(moves)
    nothing = dict.fromkeys(names)
    if converted <= 0:
        return Attribution(0.0, nothing, nothing)
    effects = [max(0.0, 1 - _conversion(moves, without=i + 3) / converted) for i in range(len(names))]
    total = sum(effects)
    return Attribution(
        converted,
        dict(zip(names, effects, strict=True)),
        {name: e / total for name, e in zip(names, effects, strict=True)} if total > 0 else nothing,
    )


def _moves(paths: Sequence[Path], names: Sequence[str]) -> Floats:
    """Chance to go from state to state; start, conversion and null come before the touchpoints."""
    at = {name: i + 3 for i, name in enumerate(names)}
    moves = np.zeros((len(names) + 3, len(names) + 3))
    for path in paths:
        states = [_START, *(at[step] for step in path.steps)]
        for move in pairwise(states):
            moves[move] += path.conversions + path.nulls
        moves[states[-1], _CONVERSION] += path.conversions
        moves[states[-1], _NULL] += path.nulls
    return moves / np.maximum(moves.sum(axis=1, keepdims=True), 1e-300)


def _conversion(moves: Floats, without: int | None = None) -> float:
    """Chance to end in conversion from the start, everybody who reaches ``without`` being lost."""
    kept = [i for i in range(len(moves)) if i not in {_CONVERSION, _NULL, without}]
    within = moves[np.ix_(kept, kept)]
    # Every path has an end, so that the chain leaves any touchpoint for good sooner or later.
    chances = np.linalg.solve(np.eye(len(kept)) - within, moves[kept, _CONVERSION])
    return float(chances[0])
