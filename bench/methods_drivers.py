"""Shares of explained variance: the cost of all subsets against the sums they start from, and in public.

python bench/methods_drivers.py            with the comparison, which makes a virtual environment once
python bench/methods_drivers.py --alone    without it

The public package is GPL and so no dependency: it is installed, where that is possible, into an
environment under .cache that nothing else uses, and runs there on the same data.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from heedful.methods.drivers import Gram, bootstrap_importance, shapley_r2

ENVIRONMENT = Path(__file__).parent.parent / ".cache" / "bench-venv"
PUBLIC = """
import json, sys, time
import numpy as np, pingouin
rows = np.load(sys.argv[1])
start = time.perf_counter()
found = pingouin.linear_regression(rows[:, :-1], rows[:, -1], relimp=True, as_dataframe=False)
seconds = time.perf_counter() - start
shares = [float(share) for share in found["relimp"]][1:]
print(json.dumps({"seconds": seconds, "shares": shares, "version": pingouin.__version__}))
"""


def seconds(work: Callable[[], object], times: int = 5) -> float:
    best = float("inf")
    for _ in range(times):
        start = perf_counter()
        work()
        best = min(best, perf_counter() - start)
    return best


def ratings(n: int, p: int) -> tuple[list[str], np.ndarray]:
    """Answers from 1 to 5 that go together, and a score that depends on them."""
    rng = np.random.default_rng(n + p)
    mood = rng.normal(size=(n, 1))
    drivers = np.clip(np.round(3.5 + 0.7 * mood + 0.9 * rng.normal(size=(n, p))), 1, 5)
    score = drivers @ np.linspace(0.1, 1, p) + 2 * rng.normal(size=n)
    return [*(f"driver {i}" for i in range(p)), "score"], np.column_stack([drivers, score])


def subsets(n: int, p: int) -> tuple[float, np.ndarray]:
    names, rows = ratings(n, p)
    gram = Gram.of_rows(names, rows)
    sums, shares = seconds(lambda: Gram.of_rows(names, rows)), seconds(lambda: shapley_r2(gram, "score"))
    print(
        f"{p} drivers, {n:,} rows: Gram matrix {sums * 1000:.1f} ms, shares from {2**p:,} subsets "
        f"{shares * 1000:.1f} ms, ratio {shares / sums:.2f}"
    )
    return sums + shares, np.array(list(shapley_r2(gram, "score").shapley.values()))


def bootstrap(n: int, p: int, samples: int) -> None:
    names, rows = ratings(n, p)
    columns = {name: rows[:, i] for i, name in enumerate(names)}
    took = seconds(
        lambda: bootstrap_importance(columns, "score", rng=np.random.default_rng(1), n_samples=samples), 1
    )
    print(f"{samples} bootstrap samples of {p} drivers, {n:,} rows: {took:.2f} s (wanted < 10)")


def public_python() -> Path | None:
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    have = subprocess.run([python, "-c", "import pingouin"], capture_output=True, check=False)
    if have.returncode:
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pingouin"]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        if done.returncode:
            print("pingouin: cannot be installed here:", done.stderr.strip().splitlines()[-1:])
            return None
    return python


def compare(n: int, p: int, ours: float, shares: np.ndarray) -> None:
    python = public_python()
    if python is None:
        return
    with TemporaryDirectory() as folder:
        file = Path(folder) / "rows.npy"
        np.save(file, ratings(n, p)[1])
        done = subprocess.run([python, "-c", PUBLIC, file], capture_output=True, text=True, check=False)
    if done.returncode:
        print("pingouin: does not run:", done.stderr.strip().splitlines()[-1:])
        return
    found = json.loads(done.stdout.splitlines()[-1])
    apart = float(np.abs(np.array(found["shares"]) - shares).max())
    print(
        f"pingouin {found['version']}, {p} drivers, {n:,} rows: {found['seconds']:.2f} s against "
        f"{ours * 1000:.1f} ms from raw rows here: {found['seconds'] / ours:.0f} times (wanted >= 50); "
        f"shares differ by {apart:.1e}"
    )


def main() -> None:
    ours, shares = subsets(130_000, 14)
    subsets(1_000_000, 20)
    bootstrap(104_000, 14, 500)
    if "--alone" not in sys.argv[1:]:
        compare(130_000, 14, ours, shares)


if __name__ == "__main__":
    main()
