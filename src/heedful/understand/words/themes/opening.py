"""What finds themes, by what somebody named: a fitted file, a YAML file, an industry."""

from __future__ import annotations

from pathlib import Path

from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.words.model_files import Folder
from heedful.understand.words.themes.engine import ThemeFinder
from heedful.understand.words.themes.industries import industry_document, industry_keys
from heedful.understand.words.themes.yaml_files import read_taxonomy

_FITTED = b"PK"  # an .npz is a zip


def open_finder(named: str, *, folder: Folder, field: str = "--themes") -> ThemeFinder:
    """Return the finder in a file, or one fitted from the definitions that are named."""
    path = Path(named)
    if path.is_file():
        held = path.read_bytes()
        if held.startswith(_FITTED):
            return ThemeFinder.from_bytes(held)
        return ThemeFinder.fit(read_taxonomy(_text(held, field)), folder=folder)
    if named in industry_keys():
        return ThemeFinder.fit(industry_document(named), folder=folder)
    known = ", ".join(industry_keys())
    raise InvalidInput(Problem(field, f"{named!r} is no file here and no industry ({known})"))


def _text(held: bytes, field: str) -> str:
    try:
        return held.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput(Problem(field, "is neither a fitted file nor text in UTF-8")) from None
