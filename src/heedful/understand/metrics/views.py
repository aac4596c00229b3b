from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from heedful.platform.core.requests import HouseRequest
from heedful.platform.ui import filters
from heedful.understand.metrics import queries
from heedful.understand.metrics.addresses import request_from_query
from heedful.understand.metrics.documents import provenance_document
from heedful.understand.metrics.wording import reason_words


@require_GET
def provenance(request: HouseRequest, metric: str) -> HttpResponse:
    """Show how we know a number; ``?format=json`` gives the same as JSON."""
    query = dict(request.GET.lists()) | {"metric": [metric]}
    asked = request_from_query(query)
    origin = queries.provenance(asked, by=request.actor)
    if request.GET.get("format") == "json":
        return JsonResponse(provenance_document(origin))
    chosen = filters.parse(query)
    return render(
        request,
        "metrics/provenance.html",
        {
            "origin": origin,
            "conditions": origin.filter_words[: len(asked.filter.conditions)],
            "asked": asked.filter,
            "score": origin.score,
            "answers_query": filters.format_query(chosen),
            "json_query": filters.format_query(chosen, format="json"),
            "left_out": [(reason_words(part.reason), part.n) for part in origin.left_out],
            "counts": _counts(origin.histogram, origin.score.n),
            "n_counted": origin.score.n + origin.score.n_missing,
        },
    )


def _counts(histogram: tuple[tuple[float, int, float], ...], n: int) -> list[dict[str, float]]:
    return [
        {"value": value, "n": count, "weight": weight, "share": 100 * count / n}
        for value, count, weight in histogram
    ]
