"""QR codes of links: for the screen, for print."""

from __future__ import annotations

from io import BytesIO

import segno

QUIET_ZONE = 4  # modules around the code that must stay empty, by the standard


def svg(url: str) -> str:
    """Return a code as SVG in one colour, which scales to any print."""
    out = BytesIO()
    _code(url).save(
        out,
        kind="svg",
        border=QUIET_ZONE,
        xmldecl=False,
        svgns=True,
        omitsize=True,
        dark="#000",
        light="#fff",
    )
    return out.getvalue().decode()


def png(url: str, *, scale: int = 16) -> bytes:
    """Return a code as PNG, a module ``scale`` pixels wide."""
    out = BytesIO()
    _code(url).save(out, kind="png", border=QUIET_ZONE, scale=scale, dark="#000", light="#fff")
    return out.getvalue()


def _code(url: str) -> segno.QRCode:
    # A quarter of it may be scratched or covered: it hangs in shops for years.
    return segno.make_qr(url, error="q")
