"""Summaries that an endpoint wrote hold nobody's words alone, and cannot say whose they hold."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from heedful.platform.core.personal_data import Erasure, register
from heedful.platform.core.types import Actor
from heedful.understand.words.models import Summary


def _export(contact_uid: str, by: Actor) -> list[Any]:
    del contact_uid, by
    return []


def _erase(erasure: Erasure, by: Actor) -> None:
    # All of them: they are made again from the comments that are left. What they cost stays in the count.
    del erasure, by
    Summary.objects.exclude(document={}).update(document={}, checks=[], key=F("uid"))


register(
    "words.summaries",
    describe="Summaries that an endpoint rewrote; all are withdrawn when a person is erased.",
    export=_export,
    erase=_erase,
)
