"""From a person to the gates that keep her unasked, to the next ninety days, to what a sample would see."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from tests.browser.conftest import wait_for_charts

FILL = Path(__file__).parent / "fill_fieldwork.py"


@pytest.fixture(scope="session")
def made(instance):
    return json.loads(instance.run([sys.executable, str(FILL)]).splitlines()[-1])


def test_why_she_was_asked_and_what_the_next_weeks_bring(page, made, audit):
    page.goto(f"/contacts/{made['contact']}/why/?survey={made['survey']}&channel=email")
    page.get_by_role("heading", name="Would not be asked").wait_for()
    assert page.get_by_role("row", name="Clock of this survey").get_by_text("closed").is_visible()
    page.get_by_text("Every gate, as it was found then").first.click()
    audit(page)

    page.goto("/simulations/")
    page.get_by_label("Show apart by").select_option("tier")
    page.get_by_label("Days between any two surveys").fill("60")
    audit(page)
    page.get_by_role("button", name="Simulate").click()
    page.get_by_role("heading", name="As proposed:").wait_for()
    wait_for_charts(page)
    audit(page)
    assert page.locator("#plans").get_by_text("Every week").first.is_visible()
    assert page.locator("#segments tbody tr").count() >= 3
    page.locator("#tomorrow").get_by_role("link", name="Why?").first.click()
    page.get_by_role("heading", name="Would be asked now").or_(
        page.get_by_role("heading", name="Would not be asked")
    ).wait_for()


def test_an_experiment_is_read_by_keyboard(page, made, audit):
    page.goto("/experiments/")
    page.get_by_role("link", name="Shorter").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="B is better than A by").wait_for()
    wait_for_charts(page)
    audit(page)


def test_what_a_sample_would_see(page, audit):
    page.goto("/sampling/coverage/")
    page.get_by_label("Promoters answer more readily than detractors, by").fill("3")
    page.get_by_role("button", name="Look again").click()
    page.get_by_text("cannot be corrected by any weight").wait_for()
    wait_for_charts(page)
    audit(page)


@pytest.mark.parametrize("path", ["/simulations/", "/experiments/", "/sampling/coverage/", "/visitors/why/"])
def test_pages_fit_a_phone(phone, made, path):
    phone.goto(path)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
