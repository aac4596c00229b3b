"""Summaries that an endpoint writes, in the worker."""

from __future__ import annotations

from typing import Any

from heedful.platform.core.queue import Run, job
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor


@job("words.summaries.write")
def write(run: Run) -> dict[str, Any]:
    from heedful.understand.words.summaries.services import write_summary

    return write_summary(run.payload["asked"], by=Actor.system(current_organization_id()))
