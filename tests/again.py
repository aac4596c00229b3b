"""Runs browser journeys that failed once more, alone: ``python tests/again.py``, after a run that failed.

A page may come too late where three of them share two cores. Anything else that failed stays failed, and so
does a journey that fails again.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LAST_FAILED = ROOT / ".cache" / "pytest" / "v" / "cache" / "lastfailed"
FOLDER = "tests/browser/"
MOST = 5  # more than that is no chance


def worth_another_run(failed: list[str]) -> bool:
    return 0 < len(failed) <= MOST and all(name.startswith(FOLDER) for name in failed)


def main() -> int:
    failed = list(json.loads(LAST_FAILED.read_text())) if LAST_FAILED.exists() else []
    if not worth_another_run(failed):
        return 1
    print(f"Once more, alone: {', '.join(failed)}", flush=True)
    return subprocess.call([sys.executable, "-m", "pytest", "-n", "0", *failed], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
