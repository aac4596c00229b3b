from __future__ import annotations

from django.test import RequestFactory

from heedful.platform.core.requests import first_page_url, next_page_url


def test_pages_of_a_list_keep_what_was_asked_for():
    request = RequestFactory().get("/surveys/", {"archived": "1", "q": "a & b", "cursor": "c1"})
    assert first_page_url(request) == "/surveys/?archived=1&q=a+%26+b"
    assert next_page_url(request, "c2") == "/surveys/?archived=1&q=a+%26+b&cursor=c2"


def test_the_first_page_leads_to_no_first_and_the_last_to_no_next():
    request = RequestFactory().get("/surveys/", {"archived": "1"})
    assert first_page_url(request) == ""
    assert next_page_url(request, None) == ""


def test_a_list_without_a_filter_begins_at_its_address():
    assert first_page_url(RequestFactory().get("/surveys/", {"cursor": "c1"})) == "/surveys/"
