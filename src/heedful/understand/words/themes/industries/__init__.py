"""Taxonomies that are shipped, a file an industry: two levels, ready to be made one's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from heedful.platform.core.errors import NotFound
from heedful.understand.words.themes.documents import TaxonomyDocument
from heedful.understand.words.themes.types import IndustryFacts
from heedful.understand.words.themes.yaml_files import read_taxonomy

FOLDER = Path(__file__).parent


@cache
def industry_document(key: str) -> TaxonomyDocument:
    """Return the themes of an industry."""
    if key not in industry_keys():
        raise NotFound(f"No industry {key}; there are {', '.join(industry_keys())}.")
    return read_taxonomy((FOLDER / f"{key}.yaml").read_text(encoding="utf-8"))


@cache
def industry_keys() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def industries() -> tuple[IndustryFacts, ...]:
    """Return what is shipped, by name."""
    found = [_facts(key, industry_document(key)) for key in industry_keys()]
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


def _facts(key: str, document: TaxonomyDocument) -> IndustryFacts:
    parents = {theme.parent for theme in document.themes} - {None}
    return IndustryFacts(key, document.name, len(parents), len(document.themes) - len(parents))
