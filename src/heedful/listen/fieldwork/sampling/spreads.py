"""What the answers of strata look like: told by whoever keeps answers, which lies above fieldwork."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from heedful.listen.fieldwork.sampling.adaptive import StratumHistory

type Reader = Callable[[int, str], Mapping[str, StratumHistory]]  # survey, attribute -> by its values

_readers: list[Reader] = []


def tells_spreads(reader: Reader) -> Reader:
    """Register who knows the spread of answers; the last one registered is asked."""
    _readers[:] = [reader]
    return reader


def spreads(survey_id: int, attribute: str) -> Mapping[str, StratumHistory]:
    """Answers and their variance by value of an attribute; empty where nobody knows."""
    return _readers[0](survey_id, attribute) if _readers and attribute else {}
