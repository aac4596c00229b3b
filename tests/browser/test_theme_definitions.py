"""From no themes to a draft of one's own: by mouse, by keyboard, on a phone."""

from __future__ import annotations

from playwright.sync_api import expect


def test_themes_are_chosen_changed_and_looked_at(page, phone, audit):
    page.goto("/themes/define/")
    page.get_by_role("button", name="Restaurant").click()
    page.get_by_text("“Restaurant” is yours now").wait_for()
    audit(page)

    page.get_by_role("link", name="Waiting for a table").focus()
    page.keyboard.press("Enter")
    phrases = page.get_by_label("Phrases", exact=True)
    expect(phrases).to_have_value(phrases.input_value())
    phrases.fill(f"{phrases.input_value()}\nstood at the entrance for ages")
    audit(page)
    page.get_by_role("button", name="Put it into the draft").click()
    page.get_by_text("1 change, not applied").wait_for()

    page.get_by_role("link", name="Merge").click()
    page.get_by_role("checkbox", name="Coffee and soft drinks").check()
    page.get_by_label("become part of").select_option(label="Drinks · Wine, beer and cocktails")
    audit(page)
    page.get_by_role("button", name="Put it into the draft").click()
    page.get_by_text("2 changes, not applied").click()
    page.get_by_text("Coffee and soft drinks becomes part of").wait_for()

    address = page.url
    phone.goto(address)
    audit(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.get_by_role("link", name="Preview").click()
    phone.get_by_role("button", name="Try it on your comments").wait_for()
    audit(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360

    page.get_by_role("button", name="Discard").click()
    page.get_by_text("The draft is thrown away.").wait_for()
    page.get_by_role("link", name="Version 1").click()
    page.get_by_role("row", name="1").wait_for()
    audit(page)
