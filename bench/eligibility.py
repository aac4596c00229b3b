"""Eligibility requests a second of the widget, against a bare handler behind the same server.

    .venv/bin/python -m bench.eligibility [--seconds 4] [--rounds 3]

Every request is of a visitor who has never been here. "Drawn" are asked: a row of the ledger on the disk and
the survey in the answer. "Not drawn" are most of them where a share of 1 % is asked; they get a row as well.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from bench.intake import Baseline, cpu_seconds
from tests.make.server import Instance

CONNECTIONS = 16
BARE = "bare handler (RSGI), group commit"
SETUP = """
import django, json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "heedful.config.settings"
django.setup()
from heedful.design.surveys.queries import surveys
from heedful.listen.channels.widget.services import create_site, place_survey
from heedful.listen.channels.widget.types import PlacementFacts
from heedful.platform.core.organizations import organizations
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor
organization = organizations()[0]
with organization_scope(organization.id):
    by = Actor.system(organization.id)
    survey = surveys()[0]
    site, _ = create_site(by=by, name="Shop")
    place_survey(PlacementFacts(survey.uid, is_on=True, share=SHARE), by=by)
    print(json.dumps([site.key, survey.uid]))
"""
CLIENT = """
import json, sys, time
from bench.intake_client import run
given = json.loads(sys.argv[1])
head = f"POST {given['path']} HTTP/1.1\\r\\nHost: bench\\r\\nContent-Type: text/plain\\r\\n"
prefix = str(time.time_ns())
def request(number):
    device = f"{prefix}-{number:08d}"
    body = json.dumps({"survey": given["survey"], "device": device, "language": "en", "page": "/"})
    who = f"X-Forwarded-For: 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}\\r\\n"
    return f"{head}{who}Content-Length: {len(body)}\\r\\n\\r\\n{body}".encode()
started = time.perf_counter()
load = run(given["port"], request, connections=given["connections"], seconds=given["seconds"],
           status=given["status"].encode())
took = time.perf_counter() - started
found = sorted(load.latencies)
print(json.dumps({"rate": load.answered / took, "answered": load.answered, "refused": load.refused,
    "p50": 1000 * found[len(found) // 2], "p99": 1000 * found[int(len(found) * 0.99)]}))
"""


class BehindProxy(Instance):
    """Each visitor has an address of their own, as a proxy tells it; else one address would be too busy."""

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {"HEEDFUL_PROXIES": "1"}


class Server:
    """An instance that shows a survey to a share of its visitors."""

    def __init__(self, folder: Path, share: float) -> None:
        self.instance = BehindProxy(folder)
        self.instance.set_up()
        self.key, self.survey = json.loads(
            self.instance.run([sys.executable, "-c", SETUP.replace("SHARE", str(share))]).splitlines()[-1]
        )
        self.instance.start()
        self.port, self.process = self.instance.port, self.instance.process


def load(
    server: Any, path: str, survey: str, status: str, *, seconds: float, connections: int
) -> dict[str, float]:
    given = {"port": server.port, "path": path, "survey": survey, "status": status}
    before = cpu_seconds(server.process.pid)
    done = subprocess.run(
        [sys.executable, "-c", CLIENT, json.dumps(given | {"seconds": seconds, "connections": connections})],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, float] = json.loads(done.stdout)
    assert not told["refused"], done.stderr[-2000:]
    told["cpu_ms"] = (cpu_seconds(server.process.pid) - before) / told["answered"] * 1e3
    return told


def measure(seconds: float, rounds: int) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory(prefix="heedful-bench-") as name:
        folder = Path(name)
        drawn, rest = Server(folder / "drawn", 1.0), Server(folder / "rest", 0.00001)
        bare = Baseline("rsgi", folder)
        time.sleep(3)
        runs = {
            BARE: (bare, "/", "", "201", CONNECTIONS),
            "drawn: asked, with the survey": (drawn, f"/w/{drawn.key}/ask", drawn.survey, "200", CONNECTIONS),
            "not drawn": (rest, f"/w/{rest.key}/ask", rest.survey, "200", CONNECTIONS),
            "drawn, one at a time": (drawn, f"/w/{drawn.key}/ask", drawn.survey, "200", 1),
        }
        seen: dict[str, list[dict[str, float]]] = {title: [] for title in runs}
        for _ in range(rounds):
            for title, (server, path, survey, status, connections) in runs.items():
                told = load(server, path, survey, status, seconds=seconds, connections=connections)
                seen[title].append(told)
        bare.stop()
        for one in (drawn, rest):
            one.instance.stop()
    return {
        title: {key: median(one[key] for one in found) for key in ("rate", "p50", "p99", "cpu_ms")}
        for title, found in seen.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    told = measure(given.seconds, given.rounds)
    for title, one in told.items():
        print(
            f"{title:36} {one['rate']:>8,.0f}/s   p50 {one['p50']:6.1f}   p99 {one['p99']:6.1f} ms   "
            f"CPU {one['cpu_ms']:5.2f} ms   ratio {one['rate'] / told[BARE]['rate']:.3f}"
        )


if __name__ == "__main__":
    main()
