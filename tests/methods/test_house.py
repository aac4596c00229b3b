"""What every method promises: a documented function, and an import that costs next to nothing."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import pairwise
from pkgutil import iter_modules, walk_packages
from typing import Any

import pytest

import heedful.methods

HEAVY = ("scipy.stats", "statsmodels", "lifelines", "sklearn", "pandas", "django")
MODULES = [
    m.name
    for m in walk_packages(heedful.methods.__path__, "heedful.methods.")
    if ".conformance" not in m.name
]
SECTIONS = {"Parameters", "Returns", "Examples"}
SOURCES = {"Notes", "References"}
# One check of an argument, one quantile: nothing that anybody would look up a source for.
PLUMBING = {"arguments", "arrays", "quantiles", "search", "conformance"}


def public_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """What a subject exports: ``__all__`` of a folder, every function of a flat module."""
    for subject in iter_modules(heedful.methods.__path__):
        if subject.name in PLUMBING:
            continue
        module = import_module(f"heedful.methods.{subject.name}")
        for member in getattr(module, "__all__", dir(module)):
            function = getattr(module, member)
            own = inspect.isfunction(function) and function.__module__.startswith(module.__name__)
            if own and not member.startswith("_"):
                yield f"{subject.name}.{member}", function


FUNCTIONS = dict(public_functions())


def sections(function: Callable[..., Any]) -> set[str]:
    lines = (inspect.getdoc(function) or "").splitlines()
    return {title.strip() for title, rule in pairwise(lines) if title.strip() and set(rule.strip()) == {"-"}}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function_says_what_it_takes_returns_and_where_it_comes_from(name: str) -> None:
    found = sections(FUNCTIONS[name])
    assert found >= SECTIONS, f"{name} lacks {SECTIONS - found}"
    assert found & SOURCES, f"{name} names no source"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_parameter_is_described(name: str) -> None:
    described = inspect.getdoc(FUNCTIONS[name]) or ""
    for parameter in inspect.signature(FUNCTIONS[name]).parameters:
        assert parameter in described, f"{name} does not describe {parameter}"


def test_importing_all_methods_loads_nothing_heavy() -> None:
    code = (
        "import sys\n"
        f"for name in {MODULES!r}: __import__(name)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
