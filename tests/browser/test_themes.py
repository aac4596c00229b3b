"""What people speak of: read on a desk, followed to its evidence, called wrong; the same on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import wait_for_charts


@pytest.fixture(scope="module")
def instance(read_instance):
    return read_instance


def test_from_what_to_mend_first_to_the_words_behind_it(page, phone, audit):
    page.goto("/")
    expect(page.get_by_role("heading", name="What to mend first")).to_be_visible()
    page.get_by_role("link", name="All themes").click()
    wait_for_charts(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Waiting time lowers NPS most")
    audit(page)

    page.get_by_role("link", name="Waiting time").first.click()
    wait_for_charts(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Waiting time")
    expect(page.locator(".evidence mark").first).to_be_visible()
    audit(page)

    page.get_by_role("button", name="wrong").first.click()
    expect(page.get_by_text("called wrong")).to_be_visible()
    page.get_by_role("button", name="it is right after all").click()
    expect(page.get_by_text("called wrong")).to_have_count(0)

    for address in ("/themes/", "/themes/waiting/"):
        phone.goto(address)
        wait_for_charts(phone)
        audit(phone)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360
