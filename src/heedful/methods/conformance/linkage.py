"""Worked examples of `heedful.methods.linkage`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from heedful.methods import linkage
from heedful.methods.conformance import Runner


def _markov_attribution(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(linkage.markov_attribution(linkage.Path(**path) for path in example["paths"]))


RUNNERS: Mapping[str, Runner] = {"markov_attribution": _markov_attribution}
