"""Acknowledged answers a second, each on the disk, against a bare server with the same group commit.

    .venv/bin/python -m bench.intake [--seconds 4] [--rounds 3] [--json FILE]

Everything runs in turns, so that what else the machine does falls on all alike; ratios are of medians. First
the bare door beside the bare servers, then the default door: its worker goes on storing what it took in, and
nothing else shall be measured beside that. Likewise batches come after single answers.
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
BARE, BARE_BATCHES = "bare door (heedful intake)", "bare door, batches of 500"
DEFAULT, DEFAULT_BATCHES = "default door (heedful up, with its worker)", "default door, batches of 500"
BATCHES_OF = "SQLite itself, groups of 500"

type Run = dict[str, float]


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
        baselines = {name: Baseline(name, folder) for name in ("wsgi", "rsgi")}
        handlers: dict[str, Callable[[], Run]] = {
            "bare handler (WSGI), group commit": lambda: load(baselines["wsgi"], seconds=seconds),
            "bare handler (RSGI), group commit": lambda: load(baselines["rsgi"], seconds=seconds),
        }

        def door(instance: Instance, single: str, batches: str) -> dict[str, Run]:
            load(instance, seconds=0.5, connections=4)  # the warehouse's engine is loaded at the first flush
            time.sleep(5)
            singles = handlers | {single: lambda: load(instance, seconds=seconds)}
            many = {
                BATCHES_OF: lambda: sqlite_itself(folder, seconds=seconds),
                batches: lambda: load(instance, seconds=seconds, batch=BATCH, connections=4),
            }
            return _in_turns(singles, rounds) | _in_turns(many, rounds)

        bare = _started(folder / "bare", target="heedful.config.intake:application")
        first = door(bare, BARE, BARE_BATCHES)
        bare.stop()
        default = _started(folder / "up")
        assert default.process is not None
        idle_mb = memory_mb(default.process.pid)
        second = door(default, DEFAULT, DEFAULT_BATCHES)
        for server in (*baselines.values(), default):
            server.stop()
    return {"idle_mb": idle_mb, "bare": first, "default": second}


def _started(home: Path, **how: str) -> Instance:
    instance = Instance(home)
    instance.set_up()
    instance.start(**how)
    time.sleep(2)
    return instance


def _in_turns(runs: dict[str, Callable[[], Run]], rounds: int) -> dict[str, Run]:
    seen: dict[str, list[Run]] = {title: [] for title in runs}
    for _ in range(rounds):
        for title, run in runs.items():
            seen[title].append(run())
    return {title: _median(found) for title, found in seen.items()}


def _median(found: list[Run]) -> Run:
    return {key: median(one[key] for one in found) for key in MEASURES}


def report(told: dict[str, Any]) -> None:
    for part, single, batches in (("bare", BARE, BARE_BATCHES), ("default", DEFAULT, DEFAULT_BATCHES)):
        runs = told[part]
        for name, one in runs.items():
            print(
                f"{name:46} {one['rows_a_second']:>9,.0f}/s   p50 {one['p50_ms']:6.1f}   "
                f"p99 {one['p99_ms']:6.1f}   max {one['max_ms']:6.1f} ms   "
                f"CPU {one['cpu_us']:5.0f} µs"
            )
        rates = {name: one["rows_a_second"] for name, one in runs.items()}
        best = max(rate for name, rate in rates.items() if name.startswith("bare handler"))
        print(f"{part + ' door / bare server':31} {rates[single] / best:.2f}")
        print(f"{'batches, ' + part + ' door / SQLite':31} {rates[batches] / rates[BATCHES_OF]:.2f}\n")
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
