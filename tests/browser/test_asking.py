"""A plan is made, something happens, and the ledger says who was asked and why not."""

from __future__ import annotations

import json
import os
from http.client import HTTPConnection
from pathlib import Path

import pytest

SHOTS = os.environ.get("SHOTS")  # a folder: then the pages are pictured there


@pytest.fixture
def picture():
    def picture(page, name: str) -> None:
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)

    return picture


def tell(instance, events: list[dict]) -> int:
    connection = HTTPConnection("127.0.0.1", instance.port, timeout=30)
    headers = {"Authorization": f"Bearer {instance.key}", "Content-Type": "application/json"}
    connection.request("POST", "/api/v1/events", json.dumps({"events": events}), headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def test_from_a_plan_to_the_ledger(page, instance, audit, picture):
    page.goto("/settings/contact-rules/")
    page.get_by_label("Messages from").fill("00:00")
    page.get_by_label("to", exact=True).fill("00:00")
    page.get_by_role("button", name="Save the rules").click()
    page.get_by_text("Messages go out at any hour, every day.").wait_for()
    audit(page)
    picture(page, "rules")

    page.goto(f"/surveys/{instance.survey}/asking/")
    picture(page, "plans-empty")
    page.get_by_role("link", name="New plan").click()
    page.get_by_label("Name", exact=True).fill("After checking out")
    assert page.get_by_label("Name of the event").is_hidden()
    page.get_by_label("What sets it off").select_option("event")
    page.get_by_label("Name of the event").fill("checked out")
    page.get_by_label("Only if its properties are").fill("nights at least 2")
    page.get_by_label("Reminders").fill("3, 7")
    audit(page)
    picture(page, "plan-edit")
    page.get_by_role("button", name="Save the plan").press("Enter")
    page.get_by_text(
        "When “checked out” happens (nights at least 2), everybody is asked by e-mail"
    ).wait_for()
    page.get_by_role("button", name="Start asking").click()
    page.get_by_text("The plan runs.").wait_for()
    audit(page)

    def guest(number: int, nights: int, **attributes) -> dict:
        who = {"identities": [{"kind": "email", "value": f"journey{number}@example.org"}]}
        who |= {"name": f"Journey {number}", "attributes": attributes}
        return {"name": "checked out", "contact": who, "properties": {"nights": nights}}

    assert tell(instance, [guest(1, 3), guest(2, 1), guest(3, 5, country="DE")]) == 200
    for _ in range(60):  # the worker decides; the page tells when it is opened anew
        page.goto("/ledger/?channel=email")
        if page.locator("#ledger").get_by_text("Journey").count() == 2:
            break
        page.wait_for_timeout(500)
    picture(page, "ledger")
    table = page.locator("#ledger")
    table.wait_for()
    assert table.get_by_role("row", name="Journey 1").get_by_text("After checking out").is_visible()
    assert "DE asks for consent to email" in table.get_by_role("row", name="Journey 3").inner_text()
    assert table.get_by_text("Journey 2").count() == 0
    audit(page)
    page.locator("#ledger").get_by_role("link", name="Journey 3").click()
    page.get_by_role("row", name="Country").get_by_text("closed").wait_for()

    page.goto("/asking/")
    audit(page)
    picture(page, "plans")
    page.get_by_role("link", name="After checking out").click()
    page.get_by_role("heading", name="Who has not answered").wait_for()
    picture(page, "plan")
    page.goto("/settings/country-rules/")
    audit(page)
    picture(page, "countries")
    page.goto("/events/")
    audit(page)
    picture(page, "events")


def test_on_a_phone_and_in_the_dark(phone, dark_page, instance, audit, picture):
    for address, name in (
        ("/ledger/", "ledger"),
        ("/settings/contact-rules/", "rules"),
        (f"/surveys/{instance.survey}/asking/new/", "plan-new"),
        ("/contacts/do-not-contact/", "do-not-contact"),
        ("/asking/", "plans"),
    ):
        phone.goto(address)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360
        audit(phone)
        picture(phone, f"phone-{name}")
        dark_page.goto(address)
        audit(dark_page)
        picture(dark_page, f"dark-{name}")
