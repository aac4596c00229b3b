"""How a sample is designed, as data: what a plan keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from heedful.platform.core.errors import InvalidInput, Problem

NOT_KNOWN = ""  # the stratum of those of whom the attribute is not known
MAX_STRATA = 1_000


class Method(StrEnum):
    """How people are picked."""

    EVERYONE = "everyone"
    RANDOM = "random"
    STRATIFIED = "stratified"
    QUOTA = "quota"
    ADAPTIVE = "adaptive"


class Allocation(StrEnum):
    """How the asks are spread over strata."""

    PROPORTIONAL = "proportional"  # to the people in them
    EQUAL = "equal"  # as many in each
    OVERALL = "overall"  # adaptive: the interval of the whole gets narrowest (Neyman)
    WIDEST = "widest"  # adaptive: the widest interval of a stratum gets narrower first


@dataclass(frozen=True, slots=True)
class SampleDesign:
    """A share of the people, or a number of them; ``by`` names the attribute that makes strata."""

    method: Method = Method.EVERYONE
    share: float | None = None
    size: int | None = None
    by: str = ""
    allocation: Allocation = Allocation.PROPORTIONAL
    minimum: int = 0  # asks that every stratum gets, where it has as many people
    quotas: Mapping[str, int] = field(default_factory=dict)  # answers wanted in a period, by value of ``by``
    days: int = 30  # the period of quotas
    seed: str = ""  # empty: the uid of the plan


EVERYONE = SampleDesign()
_ADAPTIVE = frozenset({Allocation.OVERALL, Allocation.WIDEST})
_KEYS = ("method", "share", "size", "by", "allocation", "minimum", "quotas", "days", "seed")


def document_of(design: SampleDesign) -> dict[str, Any]:
    """Return the design as plain data, without what is left as it is."""
    found = {key: getattr(design, key) for key in _KEYS}
    found["quotas"] = dict(design.quotas)
    return {"method": str(design.method)} | {
        key: str(value) if isinstance(value, StrEnum) else value
        for key, value in found.items()
        if value != getattr(EVERYONE, key) and key != "method"
    }


def design_from(document: object) -> SampleDesign:
    """Read a design from plain data; raise :class:`InvalidInput` naming every fault by its field."""
    if not isinstance(document, Mapping):
        raise InvalidInput(Problem("sample", "must be an object"))
    reader = _Reader(document)
    design = SampleDesign(
        method=Method(reader.one_of("method", [*Method], Method.EVERYONE)),
        share=reader.share("share"),
        size=reader.whole("size", 1, None),
        by=reader.text("by", 80),
        allocation=Allocation(reader.one_of("allocation", [*Allocation], _usual_allocation(document))),
        minimum=reader.whole("minimum", 0, 0) or 0,
        quotas=reader.quotas("quotas"),
        days=reader.whole("days", 1, 30) or 30,
        seed=reader.text("seed", 80),
    )
    problems = reader.problems or [*faults(design)]
    if problems:
        raise InvalidInput(*problems)
    return design


def faults(design: SampleDesign) -> tuple[Problem, ...]:
    """Return what does not fit together."""
    return tuple(
        Problem(f"sample.{place}", reason) for place, reason in _CHECKS[design.method](design) if reason
    )


type _Findings = list[tuple[str, str]]


def _random(design: SampleDesign) -> _Findings:
    return [("share", _either(design)), *_not(design, "by", "quotas")]


def _stratified(design: SampleDesign) -> _Findings:
    wrong = "is for adaptive samples" if design.allocation in _ADAPTIVE else ""
    return [("share", _either(design)), ("by", _needed(design.by)), ("allocation", wrong)]


def _quota(design: SampleDesign) -> _Findings:
    return [("by", _needed(design.by)), ("quotas", _needed(design.quotas)), *_not(design, "share")]


def _adaptive(design: SampleDesign) -> _Findings:
    wrong = "" if design.allocation in _ADAPTIVE else "must be overall or widest for an adaptive sample"
    return [("share", _either(design)), ("by", _needed(design.by)), ("allocation", wrong)]


_CHECKS = {
    Method.EVERYONE: lambda design: _not(design, "share", "size", "by", "quotas"),
    Method.RANDOM: _random,
    Method.STRATIFIED: _stratified,
    Method.QUOTA: _quota,
    Method.ADAPTIVE: _adaptive,
}


def _either(design: SampleDesign) -> str:
    return "" if (design.share is None) != (design.size is None) else "give either a share or a size"


def _needed(value: object) -> str:
    return "" if value else "is needed for this method"


def _not(design: SampleDesign, *names: str) -> _Findings:
    return [(name, "is not used by this method") for name in names if getattr(design, name)]


def _usual_allocation(document: Mapping[Any, Any]) -> Allocation:
    return Allocation.WIDEST if document.get("method") == Method.ADAPTIVE else Allocation.PROPORTIONAL


class _Reader:
    def __init__(self, document: Mapping[Any, Any]) -> None:
        self.document = document
        self.problems = [
            Problem(f"sample.{key}", f"is unknown here; known are {', '.join(_KEYS)}")
            for key in document
            if key not in _KEYS
        ]

    def wrong(self, key: str, reason: str) -> None:
        self.problems.append(Problem(f"sample.{key}", reason))

    def one_of(self, key: str, known: list[str], otherwise: str) -> str:
        value = self.document.get(key, otherwise)
        if value not in known:
            self.wrong(key, f"must be one of {', '.join(known)}")
            return otherwise
        return str(value)

    def share(self, key: str) -> float | None:
        value = self.document.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
            self.wrong(key, "must be a number above 0, at most 1")
            return None
        return float(value)

    def whole(self, key: str, least: int, otherwise: int | None) -> int | None:
        value: object = self.document.get(key)
        if value is None:
            return otherwise
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= 10**9:
            self.wrong(key, f"must be a whole number from {least} up")
            return otherwise
        return value

    def text(self, key: str, most: int) -> str:
        value = self.document.get(key, "")
        if not isinstance(value, str) or len(value) > most or "\x00" in value:
            self.wrong(key, f"must be text of at most {most} characters")
            return ""
        return value

    def quotas(self, key: str) -> dict[str, int]:
        value = self.document.get(key, {})
        if not isinstance(value, Mapping) or len(value) > MAX_STRATA:
            self.wrong(key, f"must be an object of at most {MAX_STRATA} values and numbers")
            return {}
        found = {}
        for cell, wanted in value.items():
            if isinstance(wanted, bool) or not isinstance(wanted, int) or not 0 <= wanted <= 10**9:
                self.wrong(f"{key}.{cell}", "must be a whole number from 0 up")
            else:
                found[str(cell)] = wanted
        return found
