"""What people speak of: read on a desk, followed to its evidence, called wrong; the same on a phone."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import FILL, opened, wait_for_charts
from tests.make.server import Instance

FILL_WORDS = Path(__file__).parent / "fill_words.py"


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    """An instance of its own, whose comments were read: other journeys know a home without themes."""
    made = Instance(tmp_path_factory.mktemp("themes") / "home")
    made.set_up()
    filled = json.loads(made.run([sys.executable, str(FILL)]).splitlines()[-1])
    made.run([sys.executable, str(FILL_WORDS)])
    made.key, made.session, made.survey = filled["key"], filled["session"], filled["survey"]
    made.start()
    yield made
    made.stop()


@pytest.fixture
def page(browser, instance):
    yield from opened(browser, instance, viewport={"width": 1440, "height": 900})


@pytest.fixture
def phone(browser, instance):
    yield from opened(browser, instance, viewport={"width": 360, "height": 780}, has_touch=True)


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
