"""Write docs/methods/validation.md: what the methods promise, checked on data whose truth is known.

Every ``bench/validate_*.py`` has ``TITLE`` and ``rows()``, which returns tuples of: what was tried, what
is wanted, what was found, and whether it holds (None: told for comparison, nothing is promised).

python bench/validate.py [part ...]      all parts, or those named: intervals comparisons ...
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "methods" / "validation.md"
INTRODUCTION = """# Validation

What the methods promise, checked on data whose truth is known. `make eval` writes this page; every number
comes from a seeded simulation, or from adding up all possible samples where that is feasible.
"""
MARKS = {True: "yes", False: "**no**", None: "-"}

type Row = tuple[str, str, str, bool | None]


def part(name: str) -> tuple[list[str], list[Row]]:
    module = import_module(f"validate_{name}")
    start = perf_counter()
    # A comparison of arrays gives numpy's own truth, which is not the same as True.
    rows: list[Row] = [(*row[:3], None if row[3] is None else bool(row[3])) for row in module.rows()]
    print(f"{name}: {len(rows)} rows, {perf_counter() - start:.0f} s")
    lines = [f"\n## {module.TITLE}\n", "| tried | wanted | found | holds |", "|---|---|---|---|"]
    lines += [f"| {tried} | {wanted} | {found} | {MARKS[holds]} |" for tried, wanted, found, holds in rows]
    return lines, rows


def main() -> None:
    sys.path.insert(0, str(HERE))
    names = sys.argv[1:] or sorted(p.stem.removeprefix("validate_") for p in HERE.glob("validate_*.py"))
    page, failed = [INTRODUCTION], []
    for name in names:
        lines, rows = part(name)
        page += lines
        failed += [row for row in rows if row[3] is False]
    if sys.argv[1:]:
        print("\n".join(page))
    else:
        PAGE.write_text("\n".join(page) + "\n", encoding="utf-8")
    for tried, wanted, found, _ in failed:
        print(f"does not hold: {tried}: wanted {wanted}, found {found}")
    print(f"{len(failed)} promises do not hold")


if __name__ == "__main__":
    main()
