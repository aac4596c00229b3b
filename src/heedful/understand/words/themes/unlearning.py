"""Takes out of every version that is kept what it learnt from comments that are there no more."""

from __future__ import annotations

import hashlib
from typing import Any

from heedful.platform.core import audit
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor
from heedful.understand.words.model_files import Folder
from heedful.understand.words.models import TaxonomyVersion
from heedful.understand.words.themes import queries
from heedful.understand.words.themes.engine import ThemeFinder
from heedful.understand.words.themes.learning import Told, fitted_on, knows_gone


def unlearn_gone(*, by: Actor, folder: Folder, told: Told) -> dict[str, Any]:
    """Fit each version anew that learnt from a comment that is gone; say which.

    A version is a promise to read the same for ever, but nobody may be kept in it against their will: it
    keeps its number, its themes and what was read with it, and gets other weights.
    """
    refitted: list[str] = []
    fitted = TaxonomyVersion.objects.exclude(fitted=None)
    ids = list(fitted.order_by("taxonomy_id", "-number").values_list("pk", flat=True))
    for place, pk in enumerate(ids):
        told(place / len(ids), "unlearning")
        version = TaxonomyVersion.objects.select_related("taxonomy").get(pk=pk)
        if version.fitted is not None and knows_gone(ThemeFinder.from_bytes(bytes(version.fitted))):
            _unlearn(version, by=by, folder=folder)
            refitted.append(f"{version.taxonomy.uid} {version.number}")
    return {"refitted": refitted}


def _unlearn(version: TaxonomyVersion, *, by: Actor, folder: Folder) -> None:
    uid, number = version.taxonomy.uid, version.number
    finder, counts = fitted_on(queries.taxonomy_at(uid, number), folder=folder, told=lambda *_: None)
    # Without an encoder nothing can be learnt anew; then the definitions speak alone.
    held = finder.to_bytes() if finder.heads else None
    sha256 = hashlib.sha256(held).hexdigest() if held else ""
    with writing():
        TaxonomyVersion.objects.filter(pk=version.pk).update(
            fitted=held, fitted_sha256=sha256, labels=counts if held else {}
        )
        audit.record("taxonomy.unlearnt", by=by, subject_uid=uid, number=number, sha256=sha256)
