"""How a survey looks: the brand's colour as far as people can read it, on light and on dark. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from heedful.design.surveys.colours import contrast, ink_on, is_colour, readable
from heedful.platform.ui.theme import colours as tokens


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours of buttons, marks and links, and of the words on them."""

    light: str
    dark: str
    ink_on_light: str
    ink_on_dark: str


def colours(accent: str) -> Colours | None:
    """Return an accent for both themes, moved as little as needed; None for the house's own."""
    if not is_colour(accent):
        return None
    light, dark = _readable(accent, "light"), _readable(accent, "dark")
    return Colours(light, dark, ink_on(light), ink_on(dark))


def _readable(accent: str, theme: str) -> str:
    """Return the colour as it is read on every ground of the page."""
    own = tokens("dark" if theme == "dark" else "light")
    grounds = [own[name] for name in ("--paper", "--card", "--sunk")]
    hardest = min(grounds, key=lambda ground: contrast(accent, ground))
    found = readable(accent, hardest)
    worst = min(grounds, key=lambda ground: contrast(found, ground))
    return readable(found, worst)
