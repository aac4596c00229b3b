"""The editor in a real browser: from a template to a translated survey, by mouse and by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

BAD = "How satisfied are you with the speed and taste of our award-winning food?"
RUN = "document.body.dataset.ran=1"
HOSTILE = f'<img src=x onerror="{RUN}"><script>{RUN}</script>{{{{ 7|add:7 }}}}'


def begin(page, template: str = "nps") -> str:
    """Begin with a template; return the address of its editor."""
    page.goto("/surveys/new/")
    page.locator(f"button[name=template][value={template}]").click()
    page.wait_for_url("**/edit/")
    return page.url


def saved(page) -> None:
    """Wait until the last change is kept."""
    page.wait_for_function("() => !document.querySelector('.htmx-request')")
    expect(page.locator("#save-state")).to_contain_text("Draft saved")


@pytest.fixture(scope="module")
def address(browser, instance) -> str:
    base = f"http://127.0.0.1:{instance.port}"
    context = browser.new_context(base_url=base)
    context.add_cookies([{"name": "sessionid", "value": instance.session, "url": base}])
    found = begin(context.new_page(), "restaurant_visit")
    context.close()
    return found.removesuffix("edit/").removeprefix(base)


def test_from_a_template_to_a_translated_published_survey(page):
    begin(page, "csat")
    page.get_by_label("Wording").fill(BAD)
    findings = page.locator("#findings")
    expect(findings).to_contain_text("Two questions in one")
    findings.get_by_role("button", name="Ask both").click()
    expect(page.locator(".question-list")).to_contain_text("with the taste of our award-winning food")
    findings.get_by_role("button", name="Use this").click()
    expect(page.get_by_label("Wording")).to_have_value("How satisfied are you with the speed of our food?")

    page.get_by_text("Add a question").click()
    page.get_by_role("button", name="Any of several options").click()
    expect(page.get_by_role("heading", name="Question 2")).to_be_visible()
    page.get_by_label("Wording").fill("What did you drink?")
    page.get_by_label("Option", exact=True).first.fill("Tea")
    page.get_by_label("Option", exact=True).nth(1).fill("Coffee")
    page.keyboard.press("Enter")
    page.keyboard.type("Water")
    expect(findings).to_contain_text("No way out among the options")
    findings.get_by_role("button", name="Use this").click()
    expect(page.get_by_label("Option", exact=True).nth(3)).to_have_value("None of these")

    page.get_by_role("link", name="Languages", exact=True).click()
    page.get_by_role("link", name="العربيّة").click()
    box = page.get_by_label(re.compile("^Question 2 in"))
    expect(box).to_have_attribute("dir", "rtl")
    box.fill("ماذا شربت؟")
    saved(page)
    page.get_by_role("link", name="Publish …").click()
    page.wait_for_url("**/publish/")  # the page before shows the question too
    expect(page.get_by_text("What did you drink?").first).to_be_visible()
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_text("Version 1 is published.")).to_be_visible()


def test_questions_move_by_keyboard_and_changes_are_undone(page):
    begin(page, "ces")
    items = page.locator(".question-list li[data-key]")
    second = items.nth(1).get_attribute("data-key")
    items.nth(1).locator("a").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(items.first).to_have_attribute("data-key", second)
    saved(page)
    expect(page.locator(f'.question-list li[data-key="{second}"] > a')).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator(".question-list li[data-key]").nth(1)).to_have_attribute("data-key", second)


def test_questions_move_by_dragging(page):
    begin(page, "osat")
    items = page.locator(".question-list li[data-key]")
    first = items.first.get_attribute("data-key")
    items.first.drag_to(items.nth(2), target_position={"x": 40, "y": 50})
    expect(items.nth(2)).to_have_attribute("data-key", first)
    saved(page)
    page.reload()
    expect(page.locator(".question-list li[data-key]").nth(2)).to_have_attribute("data-key", first)


def test_a_condition_is_built_in_words(page, address):
    page.goto(f"{address}edit/")
    page.locator(".question-list li[data-key] a").nth(1).click()
    expect(page.get_by_role("heading", name="Question 2")).to_be_visible()
    page.get_by_role("button", name="Add a condition").click()
    page.locator(".condition select").last.select_option(index=1)
    page.locator(".condition").get_by_label("bad").check()
    expect(page.locator(".question-list li.on")).to_contain_text("under a condition")
    page.get_by_label("Wording").fill("Written and left at once")
    page.get_by_role("link", name="Endings").click()
    page.wait_for_url("**/endings/")
    page.get_by_role("link", name="Questions", exact=True).click()
    expect(page.locator(".question-list")).to_contain_text("Written and left at once")


def test_two_windows_on_one_question(browser, instance, page):
    address = begin(page, "enps")
    base = f"http://127.0.0.1:{instance.port}"
    context = browser.new_context(base_url=base)
    context.add_cookies([{"name": "sessionid", "value": instance.session, "url": base}])
    other = context.new_page()
    other.goto(address)
    page.get_by_label("Wording").fill("Here?")
    saved(page)
    other.get_by_label("Wording").fill("There?")
    expect(other.get_by_role("alert")).to_contain_text("changed this at")
    expect(other.get_by_label("Wording")).to_have_value("There?")
    other.get_by_role("button", name="Keep mine").click()
    expect(other.locator(".question-list li.on")).to_contain_text("There?")
    context.close()


def test_a_preview_follows_what_is_written(page):
    begin(page, "product_market_fit")
    page.get_by_label("Wording").fill("How would you feel without it?")
    preview = page.frame_locator("#preview")
    expect(preview.get_by_text("How would you feel without it?").first).to_be_visible()
    page.get_by_role("button", name="Desktop").click()
    expect(page.get_by_role("button", name="Desktop")).to_have_attribute("aria-pressed", "true")


def test_what_is_written_runs_nowhere(page):
    address = begin(page, "onboarding").removesuffix("edit/")
    page.get_by_label("Wording").fill(HOSTILE)
    page.get_by_label("Line beneath").fill(HOSTILE)
    saved(page)
    page.get_by_role("link", name="Name and greeting").click()
    page.get_by_label("Title").fill(HOSTILE)
    page.get_by_label("Greeting").fill(HOSTILE)
    page.get_by_label("Name", exact=True).fill(HOSTILE)
    saved(page)
    for path in ("edit/", "edit/endings/", "edit/look/", "edit/languages/de/", "publish/", "", "preview/"):
        page.goto(f"{address}{path}")
        assert page.evaluate("document.body.dataset.ran") is None, path
    page.goto("/surveys/")
    assert page.evaluate("document.body.dataset.ran") is None


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_editor_is_accessible(page, dark_page, phone, audit, address, theme):
    shown = dark_page if theme == "dark" else page
    for path in ("edit/", "edit/endings/", "edit/look/", "edit/languages/", "edit/languages/de/", "publish/"):
        shown.goto(f"{address}{path}")
        shown.locator("#preview").evaluate_all("frames => frames.forEach((each) => each.remove())")
        audit(shown)
    shown.goto("/surveys/new/")
    audit(shown)
    shown.goto(f"{address}edit/?question=")
    shown.evaluate("document.documentElement.style.fontSize = '200%'")
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if theme == "light":
        for path in ("edit/", "edit/endings/", "edit/look/", "edit/languages/de/", "publish/"):
            phone.goto(f"{address}{path}")
            assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
