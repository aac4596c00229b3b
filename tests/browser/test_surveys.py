"""From a survey as text to its answers: the pages of design and listen."""

from __future__ import annotations

import pytest

SURVEY = """
name: Corner shop
questions:
  - {key: nps, kind: nps, text: How likely are you to recommend us, required: true}
  - {key: why, kind: long_text, text: Why}
"""
PAGES = [
    "/answers/",
    "/contacts/",
    "/units/",
    "/surveys/",
    "/surveys/new/file/",
    "/programs/",
    "/programs/new/",
    "/settings/attributes/",
]


def test_a_survey_from_text_gets_a_version(page):
    page.goto("/surveys/new/file/")
    page.get_by_label("Or the text itself").fill(SURVEY)
    page.get_by_role("button", name="Publish version 1").click()
    page.get_by_role("heading", name="Corner shop").wait_for()
    page.get_by_role("link", name="Edit").click()
    page.get_by_role("link", name="As a file").click()
    box = page.get_by_label("Or the text itself")
    box.fill(box.input_value() + "- {key: staff, kind: csat, text: How was our staff}\n")
    page.get_by_role("button", name="Make it the draft").click()
    page.get_by_role("link", name="Publish …").click()
    page.get_by_role("button", name="Publish version 2").click()
    page.get_by_text("Version 2 is published.").wait_for()
    page.get_by_role("link", name="Compare two versions").click()
    assert page.get_by_role("row", name="staff").get_by_text("added").is_visible()


THEIRS = """{"title": "Moved in", "elements": [{"type": "comment", "name": "why", "title": "Why?"},
{"type": "signaturepad", "name": "sign"}, {"type": "dropdown", "name": "place", "choices": ["here"],
"choicesByUrl": {"url": "https://example.org"}}]}"""


def test_a_survey_of_another_system_comes_in_with_a_report(page, phone, audit):
    for screen in (page, phone):
        screen.goto("/surveys/new/file/")
        screen.get_by_label("Or the text itself").fill(THEIRS)
        screen.get_by_role("button", name="Publish version 1").click()
        screen.get_by_role("cell", name="a question of the type signaturepad").wait_for()
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")
    audit(page)
    assert page.get_by_role("link", name="Open in the editor").get_attribute("href").endswith("/edit/")


def test_an_answer_is_left_out_and_taken_back(page):
    page.goto("/answers/")
    row = page.locator(".voices > li").first
    row.get_by_text("Exclude").click()
    row.get_by_label("Why it does not count").fill("a test of ours")
    row.get_by_role("button", name="Leave it out").click()
    page.get_by_text("excluded: a test of ours").wait_for()
    page.locator(".voices > li").first.get_by_role("button", name="Count again").click()
    page.get_by_text("excluded: a test of ours").wait_for(state="detached")


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_accessible_and_fit_a_phone(page, phone, audit, path):
    page.goto(path)
    audit(page)
    phone.goto(path)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
