"""Rows a second of an import, against reading the file and writing its cells into SQLite unchecked.

``python -m bench.imports``
"""

from __future__ import annotations

import csv
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS, RATINGS, FACTS = 10_000, 10, 6


def write_file(path: Path) -> None:
    """Write a file of 20 columns as another tool would export it."""
    rng = random.Random(11)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["Response ID", "Email", "Date", "How likely are you to recommend us?"]
            + [f"Rating {n}" for n in range(RATINGS)]
            + [f"Fact {n}" for n in range(FACTS - 1)]
            + ["Comment"]
        )
        for n in range(ROWS):
            day = f"2025-{1 + n % 12:02d}-{1 + n % 28:02d} 12:{n % 60:02d}:00"
            ratings = [rng.randint(1, 5) for _ in range(RATINGS)]
            facts = [f"value {rng.randint(1, 9)}" for _ in range(FACTS - 1)]
            writer.writerow(
                [
                    f"r-{n}",
                    f"person{n % 4000}@example.org",
                    day,
                    rng.randint(0, 10),
                    *ratings,
                    *facts,
                    f"Words {n}",
                ]
            )


def heedful(path: Path, home: Path) -> tuple[float, dict[str, object]]:
    started = time.perf_counter()
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from heedful.config.cli import main; main()",
            "import",
            str(path),
            "--yes",
            "--json",
        ],
        env=os.environ | {"HEEDFUL_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2_000:])
    return time.perf_counter() - started, json.loads(done.stdout.strip().splitlines()[-1])


def unchecked(path: Path, store: Path) -> float:
    started = time.perf_counter()
    connection = sqlite3.connect(store)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE cells (row INTEGER, column TEXT, value TEXT)")
    with path.open(newline="") as file:
        reader = csv.DictReader(file)
        cells = [(n, name, value) for n, row in enumerate(reader) for name, value in row.items()]
    connection.executemany("INSERT INTO cells VALUES (?, ?, ?)", cells)
    connection.commit()
    connection.close()
    return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.csv"
        write_file(path)
        first, result = heedful(path, Path(folder) / "home")
        again, twice = heedful(path, Path(folder) / "home")
        bare = unchecked(path, Path(folder) / "bare.sqlite3")
    assert result["accepted"] == ROWS, result
    assert twice["accepted"] == 0, twice
    print(f"heedful import, {ROWS:,} rows × 20 columns, with start-up and warehouse: {first:.1f} s")
    print(f"that is {ROWS / first:,.0f} rows/s")
    print(f"the same file again (all duplicates): {again:.1f} s")
    print(f"baseline, read and insert cells unchecked: {bare:.2f} s; ratio {bare / first:.3f}")


if __name__ == "__main__":
    main()
