"""The comments explorer: search, filters, what the found have in common, comments like one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from heedful.platform.core.requests import HouseRequest, next_page_url
from heedful.platform.core.types import Permission
from heedful.understand.words.search import queries
from heedful.understand.words.search.addresses import Address, read_search
from heedful.understand.words.search.chips import (
    chips,
    facet_choices,
    modes_to_choose,
    periods_to_choose,
    sorts_to_choose,
    surveys_to_choose,
)
from heedful.understand.words.search.exporting import csv_lines
from heedful.understand.words.search.facets import theme_names
from heedful.understand.words.search.pieces import shown_comment
from heedful.understand.words.search.types import SearchResult

PER_PAGE = 25


@require_GET
def comments(request: HouseRequest) -> HttpResponse:
    """Comments that a search finds, as the address says."""
    address = read_search(dict(request.GET.lists()))
    found = queries.search_comments(
        address.search(), request.GET.get("cursor") or None, PER_PAGE, by=request.actor
    )
    return render(request, "words/search/comments.html", _context(request, address, found))


@require_GET
def facets(request: HouseRequest) -> HttpResponse:
    """Answer with what the found comments have in common: fetched behind the list, which need not wait."""
    address = read_search(dict(request.GET.lists()))
    counted = queries.comment_facets(address.search(), by=request.actor)
    return render(request, "words/search/facets.html", {"facets": facet_choices(counted, address)})


@require_GET
def similar(request: HouseRequest, response_uid: str, question_uid: str) -> HttpResponse:
    """Comments that mean much the same as one, the nearest first."""
    names = theme_names()
    found = queries.similar_comments(response_uid, question_uid, by=request.actor)
    context = {
        "is_read": found is not None,
        "comments": [shown_comment(hit, names) for hit in found or ()],
    }
    if request.htmx:
        return render(request, "words/search/similar_list.html", context)
    one = queries.comment(response_uid, question_uid, by=request.actor)
    return render(request, "words/search/similar.html", context | {"one": shown_comment(one, names)})


@require_GET
def export(request: HouseRequest) -> HttpResponse:
    """What the search finds, as a file."""
    request.actor.require(Permission.EXPORT)
    address = read_search(dict(request.GET.lists()))
    lines = csv_lines(address.search(), by=request.actor)
    headers = {"Content-Disposition": 'attachment; filename="comments.csv"'}
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8", headers=headers)


def _context(request: HouseRequest, address: Address, found: SearchResult) -> dict[str, Any]:
    names = theme_names()
    state = queries.status(by=request.actor)
    return {
        "address": address,
        "page_filter": address.page_filter,
        "found": found,
        "comments": [shown_comment(hit, names) for hit in found.hits],
        "next_url": next_page_url(request, found.next_cursor),
        "first_url": f"?{address.write()}" if "cursor" in request.GET else "",
        "query": address.write(),
        "surveys": surveys_to_choose(address),
        "periods": periods_to_choose(address),
        "modes": modes_to_choose(address),
        "sorts": sorts_to_choose(address) if address.page_filter.search else [],
        "chips": chips(address),
        "state": state,
        "may_export": request.actor.may(Permission.EXPORT),
    }
