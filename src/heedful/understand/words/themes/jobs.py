"""What themes leave to the worker: previews, and learning before reading anew."""

from __future__ import annotations

from threading import Lock
from typing import Any

from heedful.platform.core import queue
from heedful.platform.core.queue import Run, job
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor
from heedful.understand.words.model_files.here import models_folder
from heedful.understand.words.themes.services.applying import LEARN
from heedful.understand.words.themes.services.unlearning import UNLEARN
from heedful.understand.words.themes.types import PREVIEW

_turn = Lock()  # each loads models of its own: two at a time would take a gigabyte


@job(PREVIEW)
def preview_draft(run: Run) -> dict[str, Any]:
    from heedful.understand.words.themes.previews import run_preview  # what idles loads no engine

    with _turn:
        return run_preview(run, folder=models_folder())


@job(LEARN)
def learn_and_read(run: Run) -> dict[str, Any]:
    """Fit the taxonomy that was named, then read the history with what holds now."""
    # Readings stand above themes; only the job knows both.
    from heedful.understand.words.readings.services import start_edition

    by = Actor.system(current_organization_id(), run.payload["asked_by"])
    result = _learnt(run, by)
    if run.payload["reason"] == "labels" and not result["is_new"]:
        return result
    if _is_followed(run):
        return result
    begun = start_edition(by=by, then_current=True)
    return result | {"edition": begun.uid}


@job(UNLEARN)
def unlearn(run: Run) -> dict[str, Any]:
    from heedful.understand.words.readings.loaded import loaded
    from heedful.understand.words.themes.unlearning import unlearn_gone

    by = Actor.system(current_organization_id())
    with _turn:
        result = unlearn_gone(
            by=by,
            folder=models_folder(),
            told=lambda share, what: run.tell(int(share * 100), 100, what),
        )
    if result["refitted"]:
        loaded.forget_finders()
    return result


def _is_followed(run: Run) -> bool:
    """Say whether another taxonomy is learnt after this one: the last of them reads with all."""
    for other in queue.latest(LEARN):  # the newest first
        if other.uid == run.uid:
            return False
        # Of what is learnt from labels nobody knows beforehand whether anything will be read with it.
        if other.state in {"waiting", "running"} and other.payload["reason"] == "version":
            return True
    return False


def _learnt(run: Run, by: Actor) -> dict[str, Any]:
    if run.payload["taxonomy"] is None:
        return {"is_new": True}

    from heedful.understand.words.themes.learning import learn

    def told(share: float, what: str) -> None:
        run.tell(int(share * 100), 100, what)

    with _turn:
        return learn(run.payload["taxonomy"], by=by, folder=models_folder(), told=told)
