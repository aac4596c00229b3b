"""A simulation as a job: those of many people run in the worker."""

from __future__ import annotations

from typing import Any

from heedful.listen.fieldwork.simulator.scenario import trial_from
from heedful.platform.core.queue import Run
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor

KIND = "fieldwork.simulation"


def run_simulation(run: Run) -> dict[str, Any]:
    # Heavy columns are loaded with the first job, not with the server.
    from heedful.listen.fieldwork.simulator.simulate import simulate

    def tell(done: int, total: int, message: str) -> None:
        run.tell(done, total, message)

    by = Actor.system(current_organization_id())
    return simulate(trial_from(run.payload["trial"]), by=by, progress=tell)
