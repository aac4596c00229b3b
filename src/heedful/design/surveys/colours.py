"""Colours of a brand that people can read: contrast after WCAG 2.2, and the nearest colour that passes. Pure.

References: WCAG 2.2, "relative luminance" and "contrast ratio"; B. Ottosson (2020), "A perceptual color space
for image processing" (OKLab), in which distances are near to what the eye sees.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
AA_TEXT = 4.5
WHITE, BLACK = "#ffffff", "#000000"


@dataclass(frozen=True, slots=True)
class _Lab:
    lightness: float
    a: float
    b: float


def is_colour(text: str) -> bool:
    return _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two ``#rrggbb`` colours, from 1 to 21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def ink_on(background: str) -> str:
    """Return white or black, whichever is read better on a background; one of them always passes AA."""
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, background))


def readable(colour: str, background: str, ratio: float = AA_TEXT) -> str:
    """Return the colour itself where it stands out enough, else the nearest of its hue that does.

    Nearest in OKLab, by lightness first: the hue is kept, the chroma as far as the screen can show it.
    """
    if contrast(colour, background) >= ratio:
        return colour.lower()
    own = _lab(colour)
    candidates = (_shade(own, step / 400) for step in range(401))
    passing = [shade for shade in candidates if contrast(shade, background) >= ratio]
    return min(passing, key=lambda shade: _distance(_lab(shade), own)) if passing else ink_on(background)


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _screen(linear: float) -> float:
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    red, green, blue = map(_linear, _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lab(colour: str) -> _Lab:
    red, green, blue = map(_linear, _channels(colour))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return _Lab(
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _linear_channels(lab: _Lab) -> tuple[float, float, float]:
    long = (lab.lightness + 0.3963377774 * lab.a + 0.2158037573 * lab.b) ** 3
    middle = (lab.lightness - 0.1055613458 * lab.a - 0.0638541728 * lab.b) ** 3
    short = (lab.lightness - 0.0894841775 * lab.a - 1.2914855480 * lab.b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _shade(own: _Lab, lightness: float) -> str:
    """Return the hue at another lightness, with as much of its chroma as the screen can show."""
    for kept in range(20, -1, -1):
        channels = _linear_channels(_Lab(lightness, own.a * kept / 20, own.b * kept / 20))
        if all(-1e-4 <= channel <= 1.0001 for channel in channels):
            break
    parts = (round(255 * _screen(min(1.0, max(0.0, channel)))) for channel in channels)
    return "#" + "".join(f"{part:02x}" for part in parts)


def _distance(one: _Lab, other: _Lab) -> float:
    return (one.lightness - other.lightness) ** 2 + (one.a - other.a) ** 2 + (one.b - other.b) ** 2
