"""Every example in the documentation of the methods runs and shows what it says."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import heedful.methods

PAGES = sorted((Path(__file__).parents[2] / "docs" / "methods").glob("*.md"))
MODULES = ["heedful.methods", *(m.name for m in walk_packages(heedful.methods.__path__, "heedful.methods."))]
OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples_on_page(page: Path) -> None:
    failed, _ = doctest.testfile(str(page), module_relative=False, optionflags=OPTIONS, encoding="utf-8")
    assert failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name: str) -> None:
    failed, _ = doctest.testmod(import_module(name), optionflags=OPTIONS)
    assert failed == 0


def test_every_page_with_numbers_has_an_example() -> None:
    assert PAGES
    without = [page.stem for page in PAGES if ">>>" not in page.read_text(encoding="utf-8")]
    assert set(without) <= {"validation", "index", "README"}
