"""Turns orders on standard input (JSON) into pictures on standard output; runs as a process of its own."""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from typing import Any

import vl_convert


def picture(order: dict[str, Any]) -> bytes:
    kind = order["kind"]
    scale = {"scale": order["scale"]} if kind == "png" else {}
    if order.get("svg"):
        convert = {"png": vl_convert.svg_to_png, "pdf": vl_convert.svg_to_pdf}[kind]
        return bytes(convert(order["svg"], **scale))
    locale = {"time_format_locale": order["time_locale"]} if order.get("time_locale") else {}
    draw: Any = {
        "svg": vl_convert.vegalite_to_svg,
        "png": vl_convert.vegalite_to_png,
        "pdf": vl_convert.vegalite_to_pdf,
    }[kind]
    made = draw(order["chart"], **scale, **locale)
    return made.encode() if isinstance(made, str) else bytes(made)


if __name__ == "__main__":
    json.dump([b64encode(picture(order)).decode() for order in json.load(sys.stdin)], sys.stdout)
