from __future__ import annotations

import sys
from importlib.metadata import EntryPoint

import pytest

from heedful.platform.core import kinds


@pytest.fixture
def folder(tmp_path, monkeypatch):
    package = tmp_path / "kinds_under_test"
    package.mkdir()
    (package / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    kinds.load_kinds.cache_clear()
    yield package
    kinds.load_kinds.cache_clear()
    for name in [name for name in sys.modules if name.startswith("kinds_under_test")]:
        del sys.modules[name]


def write(folder, file: str, key: str) -> None:
    (folder / f"{file}.py").write_text(f"class Kind:\n    key = {key!r}\n\nKIND = Kind()\n")


def test_a_file_is_a_kind(folder):
    write(folder, "nps", "nps")
    write(folder, "csat", "csat")
    assert set(kinds.load_kinds("kinds_under_test")) == {"nps", "csat"}


def test_two_of_one_name_are_refused(folder):
    write(folder, "one", "nps")
    write(folder, "two", "nps")
    with pytest.raises(RuntimeError, match="'nps'"):
        kinds.load_kinds("kinds_under_test")


def test_other_packages_add_kinds_by_entry_point(folder, monkeypatch):
    write(folder, "nps", "nps")
    plugin = EntryPoint("stars", "kinds_under_test_plugin:KIND", "kinds_under_test")
    (folder.parent / "kinds_under_test_plugin.py").write_text("class KIND:\n    key = 'stars'\n")
    monkeypatch.setattr(kinds, "entry_points", lambda group: [plugin] if group == plugin.group else [])
    assert set(kinds.load_kinds("kinds_under_test")) == {"nps", "stars"}
