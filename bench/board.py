"""Page time of the home board over 2 M responses, and of its parts, with the test client in this process.

``python -m bench.board``. Uses the instance that ``python -m bench.warehouse --prepare`` fills.
"""

from __future__ import annotations

import resource
import statistics
import time

from bench import warehouse as prepared_bench
from django.test import Client

from heedful.platform.accounts.models import Membership, User
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor
from heedful.understand.metrics import queries
from heedful.understand.metrics.types import ScoreRequest

ROWS = 2_000_000
TIMES = 9


def client_of(organization_id: int) -> Client:
    with organization_scope(organization_id):
        membership = Membership.objects.select_related("user").first()
        if membership is None:
            user = User.objects.create_user(f"bench-{organization_id}@example.invalid")
            membership = Membership.objects.create(user=user, role="owner")
    client = Client()
    client.force_login(membership.user)
    return client


def timed(call: object, *arguments: object) -> tuple[float, float]:
    """Return the first and the median time in ms."""
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        call(*arguments)  # type: ignore[operator]
        times.append(1000 * (time.perf_counter() - started))
    return times[0], statistics.median(times[1:])


def main() -> None:
    prepared_bench.instance()
    organization = prepared_bench.prepared(f"{ROWS:,} rows, 30 attributes", ROWS, 30)
    client = client_of(organization.id)
    for name, address in (
        ("home board, last 90 days", "/"),
        ("home board, all time", "/?period=all"),
        ("home board, all time, by site", "/?period=all&by=unit.site"),
        ("the change marker that open pages ask for", "/live/"),
    ):
        answer = client.get(address)
        if answer.status_code not in {200, 204}:
            print(f"{name:45} HTTP {answer.status_code}")
            continue
        first, median = timed(client.get, address)
        print(f"{name:45} {median:6.0f} ms (first {first:.0f}), {len(answer.content) / 1000:.0f} kB")
    with organization_scope(organization.id):
        by = Actor.system(organization.id)
        first, median = timed(lambda: queries.score(ScoreRequest("nps"), by=by))
    print(f"{'baseline: one score of 2 M alone':45} {median:6.0f} ms (first {first:.0f})")
    print(f"Memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
