"""The page "What would we see?"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from heedful.listen.fieldwork.coverage import wording
from heedful.listen.fieldwork.coverage.charts import pictures
from heedful.listen.fieldwork.coverage.forms import SceneForm, initial_of
from heedful.listen.fieldwork.coverage.scene import Scene
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission

if TYPE_CHECKING:
    from heedful.listen.fieldwork.coverage.simulate import Share


@require_GET
def what_we_would_see(request: HouseRequest) -> HttpResponse:
    from heedful.listen.fieldwork.coverage.simulate import look  # arrays are loaded when somebody looks

    request.actor.require(Permission.READ_SURVEYS)
    form = SceneForm({**initial_of(Scene()), **request.GET.dict()})
    sight = look(form.scene() if form.is_valid() else Scene())
    context = {
        "form": form,
        "sight": sight,
        "headline": wording.headline(sight),
        "because": wording.because(sight),
        "charts": pictures(sight),
        "rows": [
            (seen, wording.coverage(seen.coverage, seen.coverage_error))
            for seen in (sight.raw, sight.weighted)
        ],
        "groups": [
            ("ages", [_named(share) for share in sight.ages]),
            ("classes", [_named(share) for share in sight.classes]),
        ],
    }
    return render(request, "fieldwork/coverage/page.html", context)


def _named(share: Share) -> tuple[object, Share]:
    return wording.LABELS[share.key], share
