"""The widget on pages that are not ours: answered by keyboard, on hostile ground, offline, in four shapes."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import violations
from tests.make.server import Instance

from heedful.listen.channels.widget import script

HERE = Path(__file__).parent
PAGES = HERE / "host_pages"
# axe and locators see open shadows only: the tests that need them ask for one before the widget is there.
OPEN_SHADOW = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (how) { return attach.call(this, { ...how, mode: "open" }); };
"""


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    if not script.is_built():
        pytest.fail("The widget is not built: run `make widget`, which needs Node.", pytrace=False)


@pytest.fixture(scope="module")
def shop(instance: Instance) -> dict:
    """A site of the instance, and a survey for each shape, shown to everybody."""
    return json.loads(instance.run([sys.executable, str(HERE / "fill_widget.py")]).splitlines()[-1])


class Host:
    """A web server on another origin; ``snippet`` goes where its pages say so."""

    def __init__(self, snippet: str, house: str) -> None:
        self.snippet, self.house = snippet, house
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Answer, self))
        self.origin = f"http://localhost:{server.server_port}"
        self.server = server
        Thread(target=server.serve_forever, daemon=True).start()

    def page(self, path: str) -> tuple[str, dict[str, str]]:
        name = path.split("?", maxsplit=1)[0].strip("/").split("/")[0] or "plain"
        text = (PAGES / f"{name}.html").read_text()
        headers = {}
        if name == "strict_csp":
            headers["Content-Security-Policy"] = (
                f"default-src 'none'; script-src {self.house} 'self'; connect-src {self.house}; "
                "style-src 'self'; require-trusted-types-for 'script'; base-uri 'none'"
            )
        return text.replace("<!-- snippet -->", "" if "bare=1" in path else self.snippet), headers


class _Answer(BaseHTTPRequestHandler):
    def __init__(self, host: Host, *given) -> None:
        self.host = host
        super().__init__(*given)

    def do_GET(self) -> None:
        try:
            text, headers = self.host.page(self.path)
        except FileNotFoundError:
            text, headers = "", {}
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_given) -> None:
        pass


@pytest.fixture(scope="module")
def host(instance: Instance, shop: dict) -> Iterator[Host]:
    house = f"http://127.0.0.1:{instance.port}"
    made = Host(f'<script async src="{house}/w/heedful.js" data-site="{shop["key"]}"></script>', house)
    yield made
    made.server.shutdown()
    made.server.server_close()


@contextmanager
def visitor(browser: Browser, host: Host, *, sees_inside: bool = False, **options) -> Iterator[Page]:
    """Somebody who comes for the first time; an error on the page's console fails the test."""
    context = browser.new_context(base_url=host.origin, **{"locale": "en-GB", **options})
    if sees_inside:
        context.add_init_script(OPEN_SHADOW)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    page.faults = wrong
    yield page
    context.close()


def ledger(instance: Instance, survey: str) -> list[tuple[str, str]]:
    """Disposition and channel of the asks of a survey, oldest first."""
    with closing(sqlite3.connect(instance.home / "heedful.sqlite3")) as store:
        return store.execute(
            "SELECT a.disposition, a.channel FROM fieldwork_ask a "
            "JOIN surveys_survey s ON s.id = a.survey_id "
            "WHERE s.uid = ? ORDER BY a.id",
            [survey],
        ).fetchall()


def answers(instance: Instance, survey: str) -> list[tuple[str, int | None, str]]:
    with closing(sqlite3.connect(instance.home / "heedful.sqlite3")) as store:
        return store.execute(
            "SELECT q.key, n.score, n.text FROM responses_answer n "
            "JOIN surveys_question q ON q.id = n.question_id "
            "JOIN surveys_survey s ON s.id = q.survey_id WHERE s.uid = ? ORDER BY n.id",
            [survey],
        ).fetchall()


def until(page: Page, holds) -> None:
    """Wait until something is true in the record store."""
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("It did not come true in ten seconds.")


def widgets(page: Page) -> int:
    return page.locator("heedful-widget").count()


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.localName")


def answer_by_keyboard(page: Page, score: str = "9", why: str = "Kind people") -> None:
    """Go to the widget with the Tab key and answer: what is in the closed shadow is reached no other way."""
    page.locator("heedful-widget").wait_for(state="attached")
    for _ in range(12):
        page.keyboard.press("Tab")
        if focused(page) == "heedful-widget":
            break
    page.keyboard.type(score)
    page.keyboard.press("Enter")
    page.keyboard.type(why)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_a_snippet_in_a_plain_page_is_answered_by_keyboard(browser, host, instance, shop):
    survey = shop["surveys"]["bar"]
    with visitor(browser, host) as page:
        page.goto("/plain")
        answer_by_keyboard(page)
        until(page, lambda: ("why", None, "Kind people") in answers(instance, survey))
        assert ("nps", 9, "") in answers(instance, survey)
        until(page, lambda: ledger(instance, survey)[-1] == ("answered", "web"))
        page.reload()
        page.wait_for_timeout(800)
        assert widgets(page) == 0
        assert page.faults == []


HOSTILE = ["strict_csp", "unset_styles", "old_framework"]
# Written without methods of lists: on one of the pages they are broken. There the widget takes what it needs
# from a frame of its own, which windows number: that number is the one name it adds.
STATE = """() => {
  const told = [document.title];
  const say = (text) => { told[told.length] = String(text); };
  const names = {};
  for (const name of Object.getOwnPropertyNames(window)) names[name] = name !== "heedful" && name !== "0";
  for (const name in names) if (names[name] === true) say(name);
  for (const each of document.querySelectorAll("body, body *:not(heedful-widget):not(script)")) {
    const style = getComputedStyle(each);
    let text = each.localName;
    for (let at = 0; at < style.length; at++) text += style[at] + style.getPropertyValue(style[at]);
    say(text);
  }
  for (const native of [history.pushState, window.fetch, JSON.stringify, [].map]) say(native);
  told.sort();
  return told.join("\\n");
}"""


@pytest.mark.parametrize("name", HOSTILE)
def test_on_hostile_ground_it_works_and_changes_nothing(browser, host, instance, shop, name):
    survey = shop["surveys"]["bar"]
    before_count = len(answers(instance, survey))
    with visitor(browser, host) as page:
        page.goto(f"/{name}?bare=1")
        before = page.evaluate(STATE)
        page.goto(f"/{name}")
        answer_by_keyboard(page, "3", "Slow")
        until(page, lambda: len(answers(instance, survey)) == before_count + 2)
        assert (
            page.evaluate("document.elementFromPoint(innerWidth / 2, innerHeight - 30).localName")
            == "heedful-widget"
        )
        page.evaluate("document.querySelectorAll('heedful-widget').forEach((each) => each.remove())")
        assert page.evaluate(STATE) == before
        assert page.faults == []


def test_offline_it_waits_and_is_sent_once(browser, host, instance, shop):
    survey = shop["surveys"]["bar"]
    count = len(answers(instance, survey))
    with visitor(browser, host) as page:
        page.goto("/plain")
        page.locator("heedful-widget").wait_for(state="attached")
        page.wait_for_timeout(300)
        page.context.set_offline(True)
        answer_by_keyboard(page, "5", "In a tunnel")
        page.wait_for_timeout(1500)
        assert len(answers(instance, survey)) == count
        page.context.set_offline(False)
        until(page, lambda: len(answers(instance, survey)) == count + 2)
        page.wait_for_timeout(1500)
        assert len(answers(instance, survey)) == count + 2
        assert page.evaluate("JSON.parse(Object.entries(localStorage)[0][1]).letters") == []


@pytest.mark.parametrize("has_navigation_api", [True, False])
def test_pages_of_an_application_are_pages(browser, host, shop, has_navigation_api):
    with visitor(browser, host) as page:
        if not has_navigation_api:
            page.add_init_script("delete Window.prototype.navigation; delete window.navigation;")
        page.goto("/application")
        page.wait_for_timeout(800)
        assert widgets(page) == 0
        page.evaluate("history.pushState({ kept: 1 }, '', '/application/pricing')")
        page.locator("heedful-widget").wait_for(state="attached")
        assert page.evaluate("history.state.kept") == 1
        assert page.faults == []


def test_a_modal_keeps_the_focus_and_gives_it_back(browser, host, shop):
    with visitor(browser, host, sees_inside=True) as page:
        page.goto("/shape_modal")
        page.get_by_role("button", name="Ask me").focus()
        page.evaluate(f"heedful('show', '{shop['surveys']['modal']}')")
        page.get_by_role("dialog").wait_for()
        for _ in range(20):
            page.keyboard.press("Tab")
            assert focused(page) in {"heedful-widget", "body"}
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="detached")
        assert page.evaluate("document.activeElement.textContent") == "Ask me"


def test_the_side_button_takes_a_wish(browser, host, instance, shop):
    survey = shop["surveys"]["side"]
    with visitor(browser, host, sees_inside=True) as page:
        page.goto("/side")
        page.get_by_role("button", name="Feedback").click()
        page.get_by_role("radio", name="7").click(force=True)
        page.locator("heedful-widget textarea").wait_for()
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Feedback")).to_be_focused()
        until(page, lambda: ledger(instance, survey)[-1] == ("partial", "web"))


def test_debug_says_why_nothing_is_shown(browser, host, shop):
    with visitor(browser, host, sees_inside=True) as page:
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.goto("/nowhere?heedful_debug=1")
        page.get_by_role("log").wait_for()
        assert "page: /nowhere" in page.get_by_role("log").inner_text()
        page.goto("/sampled?heedful_debug=1")
        page.get_by_role("log").get_by_text("sample: Not drawn").wait_for()
        page.goto("/sampled?heedful_test=1")
        page.get_by_role("region").wait_for()
        assert any("✗" in line for line in told)


def test_who_is_not_to_be_tracked_leaves_no_trace(browser, host, instance, shop):
    with visitor(browser, host) as page:
        page.add_init_script(
            "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true })"
        )
        page.goto("/plain")
        page.locator("heedful-widget").wait_for(state="attached")
        kept = page.evaluate(
            "[JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie]"
        )
        assert "device" not in kept[0]
        assert kept[1:] == ["{}", ""]


LANGUAGES = {"en": "ltr", "de": "ltr", "ar": "rtl"}


@pytest.mark.parametrize("shape", ["bar", "modal", "inline", "side"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_shape_is_accessible_in_three_languages(browser, host, shop, shape, theme):
    options = {"color_scheme": theme, "viewport": {"width": 360, "height": 740}}
    with visitor(browser, host, sees_inside=True, **options) as page:
        for language, direction in LANGUAGES.items():
            page.goto(f"/shape_{shape}?heedful_test=1")
            page.evaluate("(language) => { document.documentElement.lang = language; }", language)
            page.evaluate(f"heedful('show', '{shop['surveys'][shape]}')")
            box = page.locator("heedful-widget .box")
            box.wait_for()
            assert box.get_attribute("dir") == direction
            assert violations(page, within="heedful-widget") == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            page.locator("heedful-widget input").first.click(force=True)  # goes on by itself
            page.locator("heedful-widget textarea").wait_for()
            assert violations(page, within="heedful-widget") == []
            page.evaluate("sessionStorage.clear()")  # else it would be taken up again on the next page
        assert page.faults == []


def test_the_page_widget_connects_by_itself(page, browser, host, shop):
    page.goto(f"/settings/sites/{shop['fresh_uid']}/")
    page.get_by_text("not connected yet").wait_for()
    with visitor(browser, host) as other:
        other.goto("/plain")
        other.evaluate(f"fetch('{host.house}/w/{shop['fresh_key']}/config')")
        page.get_by_text("connected", exact=True).wait_for()


def test_the_preview_shows_each_shape(page, shop, audit):
    page.add_init_script(OPEN_SHADOW)
    page.goto(f"/surveys/{shop['surveys']['bar']}/widget/")
    frame = page.frame_locator("#widget-preview")
    for shape in ("bar", "modal", "inline", "side"):
        page.get_by_label("Shape").select_option(shape)
        frame.locator(f".root.{shape} .box").wait_for()
    frame.get_by_role("radio", name="9").click(force=True)
    frame.locator("textarea").wait_for()
    audit(page)


def test_node_is_told_about_when_it_is_missing(tmp_path):
    done = subprocess.run(
        ["make", "widget", "NODE=no-such-node", f"WIDGET_BUILT={tmp_path}/manifest.json"],
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "was not built" in done.stdout
