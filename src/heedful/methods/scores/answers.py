"""From raw answers to a histogram: what counts as an answer on a scale, and what is refused."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from heedful.methods.errors import ArgumentError
from heedful.methods.histograms import Histogram

NPS_SCALE = range(11)


def count_answers(
    answers: Sequence[object], *, scale: Collection[float] = NPS_SCALE, weights: Sequence[float] | None = None
) -> Histogram:
    """Count raw answers on a scale; what is no value of the scale is refused and counted apart.

    Parameters
    ----------
    answers
        One entry a response. ``None`` is a missing answer; anything that is no value of ``scale`` (a text,
        a yes, 7.5, 11) is invalid, never coerced.
    scale
        The values that count, for instance ``range(1, 6)``.
    weights
        One non-negative weight a response; all 1 when left out.

    Returns
    -------
    Histogram
        Valid answers by value, with ``n_missing`` and ``n_invalid``.

    Raises
    ------
    ArgumentError
        Weights of another length, or negative.

    Notes
    -----
    The rule of intake: Reichheld (2003) asks 0 to 10, whole numbers.

    Examples
    --------
    >>> h = count_answers([10, 9, None, 7.5, "8", 11])
    >>> h.n, h.n_missing, h.n_invalid
    (2, 1, 3)
    """
    if weights is not None and len(weights) != len(answers):
        raise ArgumentError("weights", f"{len(weights)} given for {len(answers)} answers")
    kept: list[float | None] = []
    kept_weights: list[float] = []
    for i, answer in enumerate(answers):
        if answer is None or _is_on(answer, scale):
            kept.append(answer)  # type: ignore[arg-type]  # the scale holds numbers only
            kept_weights.append(1.0 if weights is None else weights[i])
    return Histogram.of(kept, kept_weights, n_invalid=len(answers) - len(kept))


def _is_on(answer: object, scale: Collection[float]) -> bool:
    return isinstance(answer, (int, float)) and not isinstance(answer, bool) and answer in scale
