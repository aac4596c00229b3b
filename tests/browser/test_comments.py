"""Comments searched on a desk: by keyboard, narrowed, followed to those like it; the same on a phone."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture(scope="module")
def instance(read_instance):
    return read_instance


def taken_up(page: Page) -> None:
    """Wait until the worker has indexed what came in."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        page.goto("/comments/")
        if page.get_by_role("heading", name="comments").count():
            return
        page.wait_for_timeout(1_000)
    raise AssertionError("No comment was taken up.")


def test_from_a_word_to_those_who_say_the_like(page, phone, audit):
    taken_up(page)
    audit(page)
    page.keyboard.press("/")
    page.keyboard.type("forty minutes")
    page.keyboard.press("Enter")
    expect(page.locator(".comments mark").first).to_have_text("Forty")
    expect(page.locator(".comments .mention.worse").first).to_be_visible()
    page.locator(".facets").get_by_role("link", name="Waiting time").or_(
        page.locator(".facets").get_by_role("link", name="Graz")
    ).first.click()
    expect(page.locator(".chip.on .drop")).to_have_count(1)
    audit(page)
    page.get_by_role("link", name="Similar comments").first.click()
    expect(page.locator(".similar").first).to_contain_text("has not been read yet")

    phone.goto("/comments/?q=soup&mode=words")
    expect(phone.locator(".comments mark").first).to_have_text("soup")
    audit(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.goto("/comments/?q=xylophone&mode=words")
    expect(phone.get_by_text("No comment fits")).to_be_visible()
    audit(phone)
