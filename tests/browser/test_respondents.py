"""Respondents in a real browser: by keyboard, without a network, as machines, in three languages."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import FLAGS, chromium

ASKING = Path(__file__).parent / "asking.py"


@pytest.fixture(scope="module")
def asked(instance):
    """Addresses of surveys and asks."""
    return json.loads(instance.run([sys.executable, str(ASKING)]).splitlines()[-1])


@pytest.fixture
def stranger(browser, instance):
    """A phone that nobody knows; an error on its console fails the test."""
    with visitor(browser, instance) as page:
        yield page


@contextmanager
def visitor(browser, instance, **options):
    chosen = {"viewport": {"width": 360, "height": 780}, "locale": "en"} | options
    context = browser.new_context(base_url=f"http://127.0.0.1:{instance.port}", **chosen)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert [line for line in said if "ERR_INTERNET_DISCONNECTED" not in line] == []


def responses(page: Page, survey: str, *, at_least: int = 0) -> list[dict]:
    """Return what is stored, once the worker has stored so many."""
    ends_at = time.monotonic() + 20
    while True:
        items = page.request.get(f"/api/v1/responses?survey={survey}&limit=200").json()["items"]
        if len(items) >= at_least or time.monotonic() > ends_at:
            return items
        time.sleep(0.2)


def asks_of(page: Page) -> list[dict]:
    return page.request.get("/api/v1/asks?limit=200").json()["items"]


def until(holds: Callable[[], bool], seconds: float = 15) -> None:
    """Wait in the test: the pages allow no code that is made of text."""
    ends_at = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends_at
        time.sleep(0.1)


def scores(items: list[dict]) -> list[int]:
    return sorted(one["value"] for item in items for one in item["answers"] if one["key"] == "nps")


def test_a_survey_is_answered_by_keyboard_alone(stranger, page, asked):
    before = len(responses(page, asked["survey"]))
    stranger.goto(asked["steps"])
    stranger.keyboard.press("Tab")  # the language
    stranger.keyboard.press("Tab")  # the scale: one stop
    stranger.keyboard.press("Space")
    for _ in range(3):
        stranger.keyboard.press("ArrowRight")
    assert stranger.evaluate("document.activeElement.value") == "3"
    found = responses(page, asked["survey"], at_least=before + 1)
    assert found[0]["status"] == "partial"  # kept as it was chosen, before anything was sent
    stranger.keyboard.press("Enter")
    stranger.get_by_role("heading", name="What went wrong?").wait_for()
    until(lambda: stranger.evaluate("document.activeElement.classList.contains('asked')"))
    stranger.keyboard.press("Tab")
    stranger.keyboard.type("The soup was cold")
    stranger.keyboard.press("Tab")
    stranger.keyboard.press("Enter")
    stranger.get_by_role("heading", name="We are sorry.").wait_for()
    assert stranger.get_by_text("Somebody calls you today.").is_visible()
    stranger.reload()
    assert stranger.get_by_role("heading", name="We are sorry.").is_visible()
    until(lambda: responses(page, asked["survey"])[0]["status"] == "completed")
    newest = responses(page, asked["survey"])[0]
    assert [one["value"] for one in newest["answers"]] == [3, "The soup was cold"]
    stranger.get_by_role("link", name="Delete my answer").click()
    stranger.get_by_role("button", name="Delete my answer").click()
    stranger.get_by_role("heading", name="Your answer is deleted.").wait_for()
    assert newest["uid"] not in [one["uid"] for one in responses(page, asked["survey"])]


def test_going_back_keeps_answers_and_resumes(stranger, asked):
    stranger.goto(asked["steps"])
    stranger.get_by_role("radio", name="2", exact=True).check()
    stranger.get_by_role("button", name="Next").click()
    stranger.get_by_label("What went wrong?").fill("Noise")
    stranger.get_by_role("button", name="Back").click()
    stranger.get_by_role("group", name="How likely").wait_for()
    assert stranger.get_by_role("radio", name="2", exact=True).is_checked()
    address = stranger.url.partition("?")[0]
    stranger.go_back()
    stranger.get_by_label("What went wrong?").wait_for()
    assert stranger.get_by_label("What went wrong?").input_value() == "Noise"
    stranger.goto("about:blank")
    stranger.goto(address)  # another day
    assert stranger.get_by_label("What went wrong?").input_value() == "Noise"


def test_all_on_one_page_asks_what_follows(stranger, asked, instance):
    stranger.goto(asked["kinds"])
    stranger.get_by_role("button", name="Move down: Price").click()
    assert stranger.locator(".order-label").all_inner_texts() == ["Quiet", "Price", "Food"]
    stranger.get_by_role("button", name="Send").click()
    stranger.get_by_text("Please choose an answer.").wait_for()
    stranger.get_by_role("group", name="How likely").get_by_role("radio", name="10").check()
    stranger.get_by_role("button", name="Send").click()
    stranger.locator("[data-state=completed]").wait_for()


def test_votes_of_machines_are_set_aside(page, browser, instance, asked):
    """Three behaviours that makers of scanners describe: open all links, ask for heads, draw the page."""
    base = f"http://127.0.0.1:{instance.port}"
    before = len(responses(page, asked["survey"]))
    for address in asked["scores"]:
        for method in ("GET", "HEAD"):
            agent = {"User-Agent": f"Mail scanner ({method})"}
            with urlopen(Request(base + address, method=method, headers=agent)) as reply:
                assert reply.status == 200
    machine = browser.new_context(base_url=base, user_agent="Sandbox that draws pages").new_page()
    for address in asked["scores"][8:]:
        machine.goto(address)
        machine.evaluate(
            "scrollTo(0, 500); document.querySelector('#questions').dispatchEvent(new Event('click'))"
        )
        machine.wait_for_timeout(2500)
        assert machine.get_by_role("radio", checked=True).count() == 1  # it is selected, and that is all
    machine.context.close()
    page.wait_for_timeout(1500)
    assert len(responses(page, asked["survey"])) == before
    told = page.request.get("/api/v1/votes-set-aside?limit=200").json()
    methods = {(vote["method"], vote["user_agent"]) for vote in told["items"]}
    assert {
        ("GET", "Mail scanner (GET)"),
        ("HEAD", "Mail scanner (HEAD)"),
        ("GET", "Sandbox that draws pages"),
    } <= methods
    assert told["set_aside"] == 11 + 11 + 3
    drawn = [vote for vote in told["items"] if vote["user_agent"] == "Sandbox that draws pages"]
    assert {vote["signals"]["kind"] for vote in drawn} == {"none"}
    page.goto("/votes/")
    assert page.get_by_role("row").count() == 26
    assert page.get_by_text("drawn, not touched").first.is_visible()


def test_a_touch_makes_a_vote_count(stranger, page, asked):
    before = scores(responses(page, asked["survey"]))
    stranger.goto(asked["human"])
    assert stranger.get_by_role("radio", name="9").is_checked()
    with stranger.expect_response("**/human"):
        stranger.mouse.move(50, 50)
        stranger.mouse.move(80, 90)
    found = scores(responses(page, asked["survey"], at_least=len(before) + 1))
    assert sorted([*before, 9]) == found
    until(lambda: "partial" in {ask["disposition"] for ask in asks_of(page)})


def test_without_scripts_the_button_makes_it_count(browser, instance, page, asked):
    before = scores(responses(page, asked["survey"]))
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{instance.port}", java_script_enabled=False, locale="en"
    )
    plain = context.new_page()
    plain.goto(asked["without_script"])
    assert plain.get_by_role("radio", name="2", exact=True).is_checked()
    plain.get_by_role("button").first.click()
    plain.get_by_role("textbox").fill("Kalt")
    plain.get_by_role("button").first.click()
    assert plain.get_by_role("heading", name="Es tut uns leid.").is_visible()  # the contact's language
    assert context.cookies() == []
    context.close()
    assert scores(responses(page, asked["survey"], at_least=len(before) + 1)) == sorted([*before, 2])


def test_a_kiosk_keeps_answers_without_a_network(browser, instance, page, asked):
    before = len(responses(page, asked["survey"]))
    with visitor(browser, instance, viewport={"width": 820, "height": 1100}) as kiosk:
        kiosk.goto(f"{asked['steps']}/kiosk")
        kiosk.evaluate(
            "navigator.serviceWorker.ready.then(() => new Promise((done) => setTimeout(done, 800)))"
        )
        kiosk.context.set_offline(True)
        for score in (9, 10):
            answer_at_kiosk(kiosk, score)
        assert kiosk.get_by_text("2 answers wait to be sent").is_visible()
        kiosk.reload()  # the device is switched off and on
        assert kiosk.get_by_text("2 answers wait to be sent").is_visible()
        answer_at_kiosk(kiosk, 3, why="Loud")
        assert kiosk.get_by_text("3 answers wait to be sent").is_visible()
        kiosk.context.set_offline(False)
        lose_first_reply(kiosk)
        kiosk.evaluate("dispatchEvent(new Event('online'))")
        kiosk.wait_for_timeout(500)
        kiosk.evaluate("dispatchEvent(new Event('online'))")
        until(lambda: kiosk.locator("#waiting").inner_text() == "")
    found = responses(page, asked["survey"], at_least=before + 3)
    time.sleep(2)
    found = responses(page, asked["survey"])
    at_kiosk = [one for one in found if one["channel"] == "kiosk"]
    assert len(found) == before + 3
    assert scores(at_kiosk) == [3, 9, 10]
    assert {one["status"] for one in at_kiosk} == {"completed"}


def lose_first_reply(kiosk: Page) -> None:
    """The server has taken the first answer, but the device does not hear of it."""
    lost: list[bool] = []

    def handle(route):
        if lost:
            route.continue_()
            return
        lost.append(True)
        route.fetch()
        route.abort("internetdisconnected")

    kiosk.route("**/kiosk/answers", handle)


def answer_at_kiosk(kiosk: Page, score: int, why: str = "") -> None:
    kiosk.get_by_role("radio", name=str(score), exact=score < 10).check()
    kiosk.get_by_role("button", name="Next").click()
    if why:
        kiosk.get_by_label("What went wrong?").fill(why)
        kiosk.get_by_role("button", name="Next").click()
    kiosk.get_by_role("button", name="To the start").click()
    kiosk.get_by_role("group", name="How likely").wait_for()


def test_a_kiosk_goes_by_the_same_rules_as_the_server(stranger, asked):
    cases = json.loads((Path(__file__).parents[1] / "design/surveys/flow_vectors.json").read_text())
    stranger.goto(asked["steps"])
    wrong = stranger.evaluate(
        """async (vectors) => {
          const { walk } = await import("/static/channels/flow.js");
          const wrong = [];
          for (const vector of vectors) for (const one of vector.cases) {
            const found = walk(vector.presented, one.answers);
            if (String(found.asked) !== String(one.asked) || found.ending !== one.ending)
              wrong.push([vector.name, one, found.asked, found.ending]);
          }
          return wrong;
        }""",
        cases,
    )
    assert wrong == []


def test_a_voice_is_recorded_kept_and_heard(instance, page, asked):
    flags = [*FLAGS, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    with_microphone = page.context.browser.browser_type.launch(executable_path=chromium(), args=flags)
    context = with_microphone.new_context(
        base_url=f"http://127.0.0.1:{instance.port}", permissions=["microphone"], locale="en"
    )
    speaker = context.new_page()
    speaker.goto(asked["single"])
    speaker.get_by_role("radio", name="10").check()
    with speaker.expect_navigation(url="**/s/c/**", wait_until="commit"):
        speaker.get_by_role("button", name="Next").click()
    speaker.goto(speaker.url.partition("?")[0] + "?at=voice")
    speaker.get_by_role("button", name="Record").click()
    speaker.wait_for_timeout(1500)
    speaker.get_by_role("button", name="Stop").click()
    speaker.get_by_text("Recorded. Listen to it").wait_for()
    speaker.get_by_role("button", name="Next").click()
    speaker.get_by_role("heading", name="Would you film it?").wait_for()
    speaker.get_by_role("button", name="Back").click()
    speaker.get_by_text("recording.webm").wait_for()
    with_microphone.close()
    (found,) = responses(page, asked["single_survey"], at_least=1)
    page.goto(f"/answers/{found['uid']}/")
    sound = page.locator("audio").get_attribute("src")
    reply = page.request.get(sound)
    assert reply.headers["content-type"] == "audio/webm"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in reply.headers["content-security-policy"]
    assert reply.body().startswith(b"\x1aE\xdf\xa3")
    assert len(reply.body()) > 1000


@pytest.mark.parametrize("language", ["en", "de", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_respondent_pages_are_accessible(browser, instance, audit, asked, language, scheme):
    """Light and dark, three languages, 360 pixels; 200 per cent zoom is half the width."""
    with visitor(browser, instance, color_scheme=scheme, reduced_motion="reduce") as page:
        for address in (asked["kinds"], asked["steps"], asked["single"], f"{asked['steps']}/kiosk"):
            page.goto(f"{address}?lang={language}")
            assert page.evaluate("document.documentElement.lang") == language
            audit(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        page.goto(f"{asked['steps']}?lang={language}")
        page.locator(".moves .button").first.click()  # nothing chosen
        page.locator(".complaint").wait_for()
        audit(page)
        page.locator(".step").nth(1).click()
        page.locator(".moves .button").first.click()
        page.locator("textarea").wait_for()
        page.locator(".moves .button").first.click()
        page.locator("[data-state=completed]").wait_for()
        audit(page)
        page.locator(".after a").click()
        page.locator("form button").wait_for()
        audit(page)
        page.set_viewport_size({"width": 320, "height": 512})
        page.goto(f"{asked['kinds']}?lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_targets_are_large_enough(stranger, asked):
    stranger.goto(asked["kinds"])
    small = stranger.evaluate(
        """() => [...document.querySelectorAll(
            ".step, .option, .star, .smiley, .thumb, button, .field, summary, select"
          )]
          .filter((each) => each.offsetParent)
          .map((each) => [each.className || each.tagName, each.getBoundingClientRect()])
          .filter(([, box]) => box.width < 44 || box.height < 44)
          .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
    )
    assert small == []


def test_hostile_words_do_nothing_to_anybody(browser, instance, page, asked):
    with visitor(browser, instance) as target:
        target.add_init_script("window.hurt = () => { window.isHurt = true; }")
        for address in (asked["hostile"], asked["hostile_ask"], f"{asked['hostile']}/kiosk"):
            answer_in_hostile_words(target, address)
    page.add_init_script("window.hurt = () => { window.isHurt = true; }")
    survey = asked["hostile"].rpartition("/")[2]
    answers = [f"/answers/{one['uid']}/" for one in responses(page, survey, at_least=2)]
    for address in (*answers, "/answers/", "/links/", f"/surveys/{survey}/links/", "/votes/"):
        page.goto(address)
        assert page.evaluate("window.isHurt") is None
        assert page.locator("main img[src='x']").count() == 0
    assert len(answers) >= 2


def answer_in_hostile_words(target: Page, address: str) -> None:
    target.goto(f"{address}?touchpoint=<script>hurt()</script>&unit=%7B%7B1%7D%7D&lang=%22><script>")
    for _ in range(4):
        assert target.evaluate("window.isHurt") is None
        assert target.locator("#page img, #page script:not([type='application/json'])").count() == 0
        if not target.locator("#questions:visible").count():
            break
        for field in target.locator("textarea:visible").all():
            field.fill("<script>hurt()</script>{{7*7}}")
        target.locator(".moves .button:visible").first.click()
        until(lambda: target.locator("#questions[data-sending]").count() == 0)
    assert "49" not in target.locator("body").inner_text()


def test_a_frame_and_an_app_hear_what_happens(browser, instance, asked):
    with visitor(browser, instance) as app:
        app.add_init_script(
            "window.heard = [];"
            "window.ReactNativeWebView = { postMessage: (text) => heard.push(JSON.parse(text)) };"
        )
        app.goto(f"{asked['steps']}?app=1")
        app.get_by_role("radio", name="10").check()
        until(lambda: app.evaluate("heard.some((one) => one.event === 'answered')"))
        app.get_by_role("button", name="Send").or_(app.get_by_role("button", name="Next")).click()
        app.get_by_role("button", name="Close").click()
        heard = [one["event"] for one in app.evaluate("heard")]
        assert heard[0] == "shown"
        assert heard[-2:] == ["completed", "closed"]


def test_pages_of_members_are_accessible(page, phone, audit, asked):
    survey = asked["steps"].rpartition("/")[2]
    for address in ("/links/", f"/surveys/{survey}/links/", "/votes/", f"/surveys/{survey}/preview/"):
        page.goto(address)
        audit(page)
        phone.goto(address)
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"/surveys/{survey}/links/")
    test_link = page.get_by_role("link", name="Answer as a test").get_attribute("href")
    page.goto(f"/s/{test_link.partition('/s/')[2]}")
    assert page.get_by_text("This is a test.").is_visible()
    audit(page)


def shop_with(html: str) -> str:
    """Serve a page of somebody else's and return its address."""

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<!doctype html><link rel=icon href='data:,'>{html}".encode())

        def log_message(self, *_given: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Shop)
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def test_only_chosen_sites_frame_a_survey(page, browser, instance, asked):
    base = f"http://127.0.0.1:{instance.port}"
    for address, ancestors in ((asked["steps"], "'self' *"), (asked["single"], "'self'")):
        framed = page.request.get(f"{address}?embed=1")
        assert f"frame-ancestors {ancestors}" in framed.headers["content-security-policy"]
        bare = page.request.get(address)
        assert "frame-ancestors 'none'" in bare.headers["content-security-policy"]
    with visitor(browser, instance) as host:
        host.goto(shop_with(f'<iframe id="frame" src="{base}{asked["steps"]}?embed=1" width="340"></iframe>'))
        host.evaluate("addEventListener('message', (event) => { (window.heard ||= []).push(event.data); })")
        host.frame_locator("#frame").get_by_role("radio", name="10").check()
        host.wait_for_function(
            "window.heard?.some((one) => one.source === 'heedful' && one.event === 'answered')"
        )
        assert host.evaluate("heard.filter((one) => one.event === 'height').every((one) => one.height > 100)")
