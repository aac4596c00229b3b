"""``make bench``: runs every benchmark, prints it, and writes docs/measurements.md."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "measurements.md"
HEAD = """# Measurements

Written by `make bench`. Machines differ and are noisy: what counts are the ratios against the baseline
of the same run.
"""
BENCHES = {
    "Answers at the door": ["-m", "bench.intake"],
    "May this visitor be asked?": ["-m", "bench.eligibility"],
    "Import": ["-m", "bench.imports"],
    "Warehouse": ["-m", "bench.warehouse"],
    "Home board": ["-m", "bench.board"],
    "Comments: speed of reading": ["-m", "bench.words.speed"],
    "Comments: personal data": ["-m", "bench.words.redaction"],
    "Comments: sentiment": ["-m", "bench.words.sentiment"],
    "Comments: those of the demo": ["-m", "bench.words.demo"],
    "Comments: towards a term": ["-m", "bench.words.aspects"],
    "Comments: other languages": ["-m", "bench.words.languages"],
    "Comments: kinds and emotion": ["-m", "bench.words.types"],
    "Themes of comments": ["-m", "bench.words.themes"],
    "Emerging topics": ["-m", "bench.words.topics"],
    "Searching comments": ["-m", "bench.words.search"],
    "Simulator": ["-m", "bench.simulator"],
    "Methods: scores": ["-m", "bench.methods_scores"],
    "Methods: scans": ["-m", "bench.methods_scans"],
    "Methods: drivers": ["-m", "bench.methods_drivers"],
    "Linter of surveys": ["-m", "bench.linter"],
}


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = f"{os.cpu_count()} cores ({platform.machine()})"
    return f"{cores}, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def run(arguments: list[str]) -> str:
    """Run one benchmark, pass its output through, and return it."""
    with subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line.rstrip())
    if process.returncode:
        lines.append(f"(ended with exit code {process.returncode})")
    return "\n".join(lines)


def main(names: list[str]) -> None:
    wanted = {
        name: each for name, each in BENCHES.items() if not names or any(n in " ".join(each) for n in names)
    }
    sections = _kept() if names else {}
    for name, arguments in wanted.items():
        print(f"\n== {name}", flush=True)
        head = f"{datetime.now(UTC):%Y-%m-%d}, {machine()}, `python {' '.join(arguments)}`"
        sections[name] = f"{head}\n\n```\n{run(arguments)}\n```\n"
        _write(sections)


def _kept() -> dict[str, str]:
    if not PAGE.exists():
        return {}
    parts = PAGE.read_text(encoding="utf-8").split("\n## ")[1:]
    return {part.split("\n", 1)[0]: part.split("\n", 1)[1].strip() + "\n" for part in parts}


def _write(sections: dict[str, str]) -> None:
    body = "\n".join(f"## {name}\n\n{text}" for name, text in sections.items())
    PAGE.write_text(f"{HEAD}\n{body}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
