"""A thin adapter from the contract of worked examples to the product's own functions.

Each file here covers one subject and offers ``RUNNERS``: contract name to adapter. An adapter only
renames and unpacks; it computes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

Runner = Callable[[Mapping[str, Any]], dict[str, Any]]


def run_example(method: str, example: Mapping[str, Any]) -> dict[str, Any]:
    """Run one worked example.

    Parameters
    ----------
    method
        A name of the contract, for instance ``"nps_interval"``.
    example
        Its inputs, as the contract describes them.

    Returns
    -------
    dict
        The outputs the contract names.

    Raises
    ------
    NotImplementedError
        When no such method is offered.
    """
    for module in iter_modules(__path__):
        runners: Mapping[str, Runner] = import_module(f"{__name__}.{module.name}").RUNNERS
        if method in runners:
            return runners[method](example)
    raise NotImplementedError(method)
