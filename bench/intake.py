"""Acknowledged answers a second, each on the disk, against a bare server with the same group commit.

    .venv/bin/python -m bench.intake [--seconds 4] [--rounds 3] [--json FILE]

Everything runs in turns, so that what else the machine does falls on all alike; ratios are of medians.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from bench.intake_baseline import insert, open_store
from bench.intake_client import answer
from tests.make.server import Instance, free_port

CONNECTIONS = 64
BATCH = 500
BASELINE = """
import sys
from granian import Granian
Granian("bench.intake_baseline:" + sys.argv[1], interface=sys.argv[1], port=int(sys.argv[2]),
        blocking_threads=64 if sys.argv[1] == "wsgi" else None, backpressure=256,
        websockets=False, log_level="error", http="1").serve()
"""
MEASURES = ("rows_a_second", "p50_ms", "p99_ms", "max_ms", "cpu_us")
DEFAULT = "default door (heedful up, with its worker)"
BATCHES_OF = "SQLite itself, groups of 500"


class Baseline:
    """A minimal handler behind the same server, and a group commit of the same rows."""

    def __init__(self, interface: str, folder: Path) -> None:
        self.port = free_port()
        self.key = ""
        environment = os.environ | {"BENCH_STORE": str(folder / f"{interface}.sqlite3")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", BASELINE, interface, str(self.port)], env=environment
        )
        _wait(self.port)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            time.sleep(1.0)  # the port is open before the worker serves
            return


_runs = iter(range(10**6))


def cpu_seconds(pid: int) -> float:
    """CPU time so far of a process and its children, which the load of the machine hardly changes."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if pid in {int(stat.parent.name), int(fields[1])}:
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def load(server: Any, *, seconds: float, batch: int = 1, connections: int = CONNECTIONS) -> dict[str, float]:
    given = {
        "port": server.port,
        "path": "/api/v1/responses",
        "key": server.key,
        "survey": "Stay",
        "prefix": f"{time.time_ns()}-{next(_runs)}",
        "batch": batch,
        "connections": connections,
        "seconds": seconds,
    }
    before = cpu_seconds(server.process.pid)
    done = subprocess.run(
        [sys.executable, "-m", "bench.intake_client", json.dumps(given)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, float] = json.loads(done.stdout)
    assert not told["refused"], done.stderr[-2000:]
    told["cpu_us"] = (cpu_seconds(server.process.pid) - before) / told["answered"] * 1e6
    return told


def sqlite_itself(folder: Path, *, seconds: float) -> dict[str, float]:
    """Groups of 500 of the same bytes, one transaction each, in one thread."""
    store, rows, started = open_store(str(folder / "itself.sqlite3")), 0, time.perf_counter()
    run, latencies, cpu = time.time_ns(), [], 0.0
    while time.perf_counter() - started < seconds:
        group = [
            (f"{run}-{rows + place}", json.dumps(answer("Stay", rows + place, f"{run}")).encode())
            for place in range(BATCH)
        ]
        begun, cpu_begun = time.perf_counter(), time.process_time()
        insert(store, group)
        latencies.append(time.perf_counter() - begun)
        cpu += time.process_time() - cpu_begun
        rows += BATCH
    latencies.sort()
    # The making of the rows is not SQLite's: only the time inside the transactions counts.
    return {
        "rows_a_second": rows / sum(latencies),
        "p50_ms": 1000 * median(latencies),
        "p99_ms": 1000 * latencies[int(len(latencies) * 0.99)],
        "max_ms": 1000 * latencies[-1],
        "cpu_us": cpu / rows * 1e6,
    }


def memory_mb(pid: int) -> float:
    """Resident memory of a process and its children."""
    total = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if pid in {int(lines["Pid"]), int(lines["PPid"])}:
            total += int(lines.get("VmRSS", "0 kB").split()[0]) / 1024
    return total


def measure(seconds: float, rounds: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="heedful-bench-") as name:
        folder = Path(name)
        instance, bare_home = Instance(folder / "up"), Instance(folder / "bare")
        for one in (instance, bare_home):
            one.set_up()
        instance.start()
        bare_home.start(target="heedful.config.intake:application")
        time.sleep(2)
        assert instance.process is not None
        idle_mb = memory_mb(instance.process.pid)
        baselines = {name: Baseline(name, folder) for name in ("wsgi", "rsgi")}
        runs: dict[str, Callable[[], dict[str, float]]] = {
            "bare handler (WSGI), group commit": lambda: load(baselines["wsgi"], seconds=seconds),
            "bare handler (RSGI), group commit": lambda: load(baselines["rsgi"], seconds=seconds),
            DEFAULT: lambda: load(instance, seconds=seconds),
            "bare door (heedful intake)": lambda: load(bare_home, seconds=seconds),
            BATCHES_OF: lambda: sqlite_itself(folder, seconds=seconds),
            "bare door, batches of 500": lambda: load(bare_home, seconds=seconds, batch=BATCH, connections=4),
            "default door, batches of 500": lambda: load(
                instance, seconds=seconds, batch=BATCH, connections=4
            ),
        }
        for one in (instance, bare_home):
            load(one, seconds=0.5, connections=4)  # the warehouse's engine is loaded at the first flush
        time.sleep(5)
        seen: dict[str, list[dict[str, float]]] = {title: [] for title in runs}
        for _ in range(rounds):
            for title, run in runs.items():
                seen[title].append(run())
        for server in (*baselines.values(), instance, bare_home):
            server.stop()
    return {"idle_mb": idle_mb, "runs": {name: _median(found) for name, found in seen.items()}}


def _median(found: list[dict[str, float]]) -> dict[str, float]:
    return {key: median(one[key] for one in found) for key in MEASURES}


def report(told: dict[str, Any]) -> None:
    runs = told["runs"]
    for name, one in runs.items():
        print(
            f"{name:46} {one['rows_a_second']:>9,.0f}/s   p50 {one['p50_ms']:6.1f}   "
            f"p99 {one['p99_ms']:6.1f}   max {one['max_ms']:6.1f} ms   "
            f"CPU {one['cpu_us']:5.0f} µs"
        )
    best = max(one["rows_a_second"] for name, one in runs.items() if name.startswith("bare handler"))
    rates = {name: one["rows_a_second"] for name, one in runs.items()}
    print(
        f"\ndefault door / bare server      {rates['default door (heedful up, with its worker)'] / best:.2f}"
    )
    print(f"bare door / bare server         {rates['bare door (heedful intake)'] / best:.2f}")
    print(f"batches, default door / SQLite  {rates['default door, batches of 500'] / rates[BATCHES_OF]:.2f}")
    print(f"batches, bare door / SQLite     {rates['bare door, batches of 500'] / rates[BATCHES_OF]:.2f}")
    print(f"memory of heedful up, idle      {told['idle_mb']:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    told = measure(given.seconds, given.rounds)
    report(told)
    if given.json:
        given.json.write_text(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
