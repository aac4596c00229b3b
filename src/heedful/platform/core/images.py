"""Images from outside: believed by their content only, and written anew, so that nothing but the picture
is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from heedful.platform.core.errors import InvalidInput, Problem

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 40_000_000  # a small file can unfold to gigabytes
LONGEST_SIDE = 1_600
_WRITTEN_AS = {"PNG": "PNG", "GIF": "PNG", "JPEG": "JPEG", "WEBP": "WEBP"}
_MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


@dataclass(frozen=True, slots=True)
class CheckedImage:
    content: bytes
    media_type: str
    width: int
    height: int


def checked_image(content: bytes, *, field: str = "file", most_bytes: int = MAX_BYTES) -> CheckedImage:
    """Read a PNG, JPEG, WebP or GIF and write its first picture anew, without metadata, at most 1,600
    wide or high.

    SVG is refused: it can hold scripts. Raises :class:`InvalidInput` naming ``field``.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(content) > most_bytes:
        raise InvalidInput(Problem(field, f"is larger than {most_bytes // 1024**2} MB"))
    try:
        with Image.open(BytesIO(content), formats=list(_WRITTEN_AS)) as found:
            if found.width * found.height > MAX_PIXELS:
                raise InvalidInput(Problem(field, f"has more than {MAX_PIXELS // 10**6} million pixels"))
            upright = ImageOps.exif_transpose(found)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _written(upright, _WRITTEN_AS[found.format or "PNG"])
    except UnidentifiedImageError:
        raise InvalidInput(Problem(field, "is no PNG, JPEG, WebP or GIF image")) from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InvalidInput(Problem(field, f"cannot be read as an image: {str(error)[:80]}")) from None


def _written(picture: Any, format_: str) -> CheckedImage:
    """Copy the pixels into a new image: comments, positions and profiles stay behind."""
    from PIL import Image

    mode = "RGB" if format_ == "JPEG" else "RGBA"
    clean = Image.new(mode, picture.size)
    clean.paste(picture.convert(mode))
    out = BytesIO()
    clean.save(out, format_, **({"quality": 88} if format_ != "PNG" else {"optimize": True}))
    return CheckedImage(out.getvalue(), _MEDIA_TYPES[format_], clean.width, clean.height)
