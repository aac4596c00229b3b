"""What is new, on a desk and on a phone: the sentence, a topic with its course and quotes, followed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import FILL_TOPICS, opened, served, wait_for_charts


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    """An instance of its own, with topics."""
    with served(tmp_path_factory.mktemp("topics") / "home", FILL_TOPICS) as made:
        yield made


@pytest.fixture
def phone(browser, instance):
    options = {"viewport": {"width": 360, "height": 780}, "has_touch": True, "color_scheme": "dark"}
    yield from opened(browser, instance, **options)


def test_what_is_new_is_seen_followed_and_read(page, phone, audit):
    page.goto("/topics/")
    expect(page.locator("h1")).to_contain_text("2 subjects are spoken of more than before")
    wait_for_charts(page)
    audit(page)
    page.locator("#topics").get_by_role("link", name="QR menu").click()
    expect(page.locator("#summary")).to_contain_text("said by")
    wait_for_charts(page)
    audit(page)
    page.get_by_role("button", name="Follow").click()
    expect(page.get_by_role("button", name="Stop following")).to_be_visible()

    phone.goto("/topics/")
    # The open page is in sight in the line of pages, and the glass opens over the bar.
    current = phone.locator(".siblings [aria-current]").bounding_box()
    assert current is not None
    assert 0 <= current["x"] <= current["x"] + current["width"] <= 360
    glass = phone.get_by_role("searchbox", name="Search comments")
    assert glass.bounding_box()["width"] < 60
    glass.click()
    assert glass.bounding_box()["width"] > 280
    phone.keyboard.press("Tab")
    assert glass.bounding_box()["width"] < 60
    wait_for_charts(phone)
    audit(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.locator("#topics").get_by_role("link", name="QR menu").click()
    expect(phone.locator("#summary")).to_contain_text("said by")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_search_is_followed_and_the_page_comes_anew(page):
    page.goto("/topics/")
    page.get_by_role("button", name="Look for topics now").click()
    expect(page.locator("#topics-standing")).to_contain_text("search", ignore_case=True)
    expect(page.get_by_role("button", name="Look for topics now")).to_have_count(0)
    expect(page.get_by_role("button", name="Look for topics now")).to_be_visible(timeout=60_000)
    expect(page.locator("#topics-standing")).to_have_count(0)
