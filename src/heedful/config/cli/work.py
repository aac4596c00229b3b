"""``heedful work``: the worker alone, beside servers that have none (HEEDFUL_WORK_HERE=false)."""

from __future__ import annotations

import signal
from threading import Event
from types import FrameType

import typer

from heedful.config.instance import prepare

app = typer.Typer()


@app.command()
def work() -> None:
    """Work off the inbox, events, jobs and the schedule until told to stop."""
    from heedful.config.worker import Worker

    prepare()
    told_to_stop = Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        told_to_stop.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    worker = Worker()
    worker.start()
    typer.echo(f"Working: {', '.join(loop.name for loop in worker.loops)}")
    told_to_stop.wait()
    worker.stop()
