"""Read the tables of worked examples: a file of comma-separated values, or columns given inline."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from heedful.methods.conformance import Runner

RUNNERS: Mapping[str, Runner] = {}

type Column = list[Any]


def read_table(table: Mapping[str, Any]) -> dict[str, Column]:
    """Columns by name; missing values are None, a column whose values are all numbers holds floats."""
    if "columns" in table:
        return {name: list(values) for name, values in table["columns"].items()}
    with Path(table["csv"]).open(newline="", encoding="utf-8") as file:
        header, *rows = list(csv.reader(file))
    return {name: _typed([row[i] for row in rows]) for i, name in enumerate(header)}


def _typed(texts: list[str]) -> Column:
    known = [None if text.strip() in {"", "NA"} else text for text in texts]
    try:
        return [None if text is None else float(text) for text in known]
    except ValueError:
        return list(known)
