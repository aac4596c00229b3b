"""Turns one chart on standard input into a picture on standard output; runs as a process of its own."""

from __future__ import annotations

import json
import sys
from typing import Any

import vl_convert


def picture(order: dict[str, Any]) -> bytes:
    kind, chart = order["kind"], order["chart"]
    if "svg" in order:
        convert = {"png": vl_convert.svg_to_png, "pdf": vl_convert.svg_to_pdf}[kind]
        return bytes(convert(order["svg"], **({"scale": order["scale"]} if kind == "png" else {})))
    locale = {"time_format_locale": order["time_locale"]} if order.get("time_locale") else {}
    if kind == "svg":
        return str(vl_convert.vegalite_to_svg(chart, **locale)).encode()
    if kind == "png":
        return bytes(vl_convert.vegalite_to_png(chart, scale=order["scale"], **locale))
    return bytes(vl_convert.vegalite_to_pdf(chart, **locale))


if __name__ == "__main__":
    sys.stdout.buffer.write(picture(json.load(sys.stdin)))
