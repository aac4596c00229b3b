"""A mail through a real SMTP server, answered in a real browser; the pages on which mails are written."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from tests.browser.conftest import opened
from tests.make.mailbox import MailServer
from tests.make.server import Instance

MAILING = Path(__file__).parent / "mailing.py"


@dataclass
class MailingInstance(Instance):
    """Sends by the mail server of the test, and knows where it is reached."""

    smtp_port: int = 0
    session: str = ""
    told: dict = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {
            "HEEDFUL_SMTP_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "HEEDFUL_MAIL_FROM": "Alder <ask@alder.example>",
            "HEEDFUL_BASE_URL": f"http://127.0.0.1:{self.port}",
        }

    def tell(self, *arguments: str) -> dict:
        return json.loads(self.run([sys.executable, str(MAILING), *arguments]).splitlines()[-1])


@pytest.fixture(scope="module")
def server():
    with MailServer() as running:
        yield running


@pytest.fixture(scope="module")
def mailing(tmp_path_factory, server):
    made = MailingInstance(tmp_path_factory.mktemp("mailing") / "home", smtp_port=server.port)
    made.set_up()
    made.told = made.tell("ask")
    made.session = made.told["session"]
    made.start()
    yield made
    made.stop()


@pytest.fixture(params=["light", "dark"])
def desk(request, browser, mailing):
    """Alice at her desk."""
    size = {"width": 1440, "height": 900}
    yield from opened(browser, mailing, viewport=size, color_scheme=request.param)


@pytest.fixture
def stranger(browser):
    """A phone that nobody has signed in on."""
    context = browser.new_context(locale="en", viewport={"width": 390, "height": 780})
    yield context.new_page()
    context.close()


def until(what, seconds: float = 30.0) -> None:
    ends_at = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < ends_at
        time.sleep(0.1)


def test_from_the_mail_to_the_ledger(mailing, server, stranger, audit):
    mailbox, ask = server.mailbox, mailing.told["ask"]
    until(lambda: mailbox.received)
    nine = next(link for link in mailbox.links(mailbox.received[0]) if link.endswith("v=9"))
    stranger.goto(nine)
    assert stranger.locator("input[value='9']").first.is_checked()
    audit(stranger)
    stranger.get_by_role("button", name="Next").click()
    stranger.locator("textarea").fill("Breakfast")
    stranger.get_by_role("button", name="Send").click()
    stranger.get_by_text("Thank you").first.wait_for()
    until(lambda: mailing.tell("state", ask)["disposition"] == "answered")
    mailing.tell("remind", ask)
    time.sleep(3)
    assert len(mailbox.received) == 1
    leave = mailbox.received[0]["List-Unsubscribe"].strip().strip("<>")
    stranger.goto(leave)
    audit(stranger)
    assert mailing.tell("state", ask)["opted_out"] == []
    one_click = Request(leave, b"List-Unsubscribe=One-Click", method="POST")
    assert urlopen(one_click, timeout=10).status == 200
    assert mailing.tell("state", ask)["opted_out"] == [["", ""]]
    stranger.get_by_role("link", name="Choose what you are asked instead").click()
    audit(stranger)
    stranger.get_by_label("By e-mail").check()
    stranger.get_by_role("button", name="Save").click()
    stranger.get_by_text("Saved.").wait_for()
    assert ["", ""] not in mailing.tell("state", ask)["opted_out"]


def test_a_letter_is_written_and_looked_at(mailing, desk, audit):
    desk.goto(f"/surveys/{mailing.told['survey']}/letter/")
    audit(desk)
    desk.get_by_label("Greeting").fill("Dear {contact.first_name|guest},")
    letter = desk.frame_locator("iframe[name=letter-frame]")
    desk.get_by_role("button", name="Dark", exact=True).click()
    letter.get_by_text("Dear guest,").wait_for()
    colour = letter.locator("body").evaluate("each => getComputedStyle(each).backgroundColor")
    assert colour == "rgb(18, 23, 26)"
    desk.get_by_label("320 px").check()
    assert desk.locator("iframe[name=letter-frame]").bounding_box()["width"] == 320
    assert letter.locator("html").evaluate("each => each.scrollWidth") <= 320
    for path in ("sms", "snippets"):
        desk.goto(f"/surveys/{mailing.told['survey']}/{path}/")
        audit(desk)
    for path in ("messages", "settings/sender", "settings/outbox", "settings/outbox/sms", "settings/erasure"):
        desk.goto(f"/{path}/")
        audit(desk)


def test_a_snippet_is_copied(mailing, browser):
    base = f"http://127.0.0.1:{mailing.port}"
    context = browser.new_context(base_url=base, permissions=["clipboard-read", "clipboard-write"])
    context.add_cookies([{"name": "sessionid", "value": mailing.session, "url": base}])
    page = context.new_page()
    page.goto(f"/surveys/{mailing.told['survey']}/snippets/?tool=mailchimp")
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.count("email=*|EMAIL|*") == 11
    context.close()
