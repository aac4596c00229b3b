"""The first ten minutes of a newcomer: one instance, from the printed link to everything deleted."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.make.server import Instance, lay_tables

PASSWORD = "a quiet harbour at dawn"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory):
    """What ``make demo`` serves, with a fiftieth of its answers."""
    made = Instance(tmp_path_factory.mktemp("minutes") / "home")
    lay_tables(made.home)
    made.heedful("demo", "--small")
    made.start(by_command="up")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def newcomer(browser: Browser, fresh: Instance):
    base = f"http://127.0.0.1:{fresh.port}"
    context = browser.new_context(base_url=base, locale="en", accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


@pytest.fixture(scope="module")
def old_answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """500 answers as another tool would export them, two of them faulty."""
    rng = random.Random(5)
    path = tmp_path_factory.mktemp("files") / "old answers.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["Response ID", "Date", "How likely are you to recommend us?", "Why?", "Country", "Email"]
        )
        for n in range(500):
            score = {7: 6.5, 8: 11}.get(n, rng.randint(0, 10))
            country = ("Denmark", "Norway", "Sweden")[n % 3]
            day = f"2026-{1 + n % 9:02d}-{1 + n % 28:02d}"
            writer.writerow([f"r{n}", day, score, f"Reason {n}", country, f"person{n}@example.org"])
    return path


def _minutes_0_to_1_the_link_makes_an_owner(newcomer: Page, fresh: Instance):
    log = fresh.log
    assert f"URL: http://127.0.0.1:{fresh.port}" in log
    assert "Not configured: mail" in log
    link = re.search(r"http\S+/welcome/\S+", log)
    assert link
    newcomer.goto(link[0])
    newcomer.get_by_label("Name of your organisation").fill("Fjord Cafés")
    newcomer.get_by_label("Your name").fill("Ada")
    newcomer.get_by_label("Your e-mail address").fill("ada@example.org")
    newcomer.get_by_label("A new password").fill(PASSWORD)
    newcomer.get_by_role("button", name="Go on").click()
    expect(newcomer.get_by_text("This is a demo.")).to_be_visible()
    newcomer.goto("/settings/health/")
    expect(newcomer.get_by_text("HEEDFUL_SMTP_URL")).to_be_visible()


def _the_link_works_once(browser: Browser, fresh: Instance):
    link = re.search(r"http\S+/welcome/\S+", fresh.log)
    context = browser.new_context()
    answer = context.new_page().goto(link[0])
    assert answer.status == 404
    context.close()


def _minute_2_a_believable_demo_with_every_page_full(newcomer: Page):
    newcomer.goto("/?period=all")
    expect(newcomer.get_by_text(re.compile(r"n = \d"))).not_to_have_count(0)
    for address, words in {
        "/answers/": "Service contact",
        "/surveys/": "Restaurant visit",
        "/programs/": "Which sites",
        "/units/": "Berlin",
        "/contacts/": "example.invalid",
        "/annotations/": "IVR switched",
        "/settings/audit/": "demo",
    }.items():
        answer = newcomer.goto(address)
        assert answer.status == 200, address
        expect(newcomer.locator("main").get_by_text(words).locator("visible=true").first).to_be_visible()


def _the_demo_goes_with_one_click_and_the_own_organisation_is_empty(newcomer: Page):
    newcomer.goto("/")
    newcomer.get_by_role("button", name="Remove the demo").click()
    expect(newcomer.get_by_text("This is a demo.")).to_have_count(0)
    newcomer.goto("/answers/")
    expect(newcomer.get_by_text("Answers will be listed here")).to_be_visible()


def _minutes_6_to_7_old_answers_come_in_and_faulty_rows_come_back(newcomer: Page, old_answers: Path):
    newcomer.goto("/imports/")
    newcomer.set_input_files("input[type=file]", str(old_answers))
    newcomer.get_by_role("button", name="Upload and look").click()
    expect(newcomer.get_by_text("How likely are you to recommend us?").first).to_be_visible()
    newcomer.get_by_role("button", name="Try it, without writing anything").click()
    newcomer.locator("form[action$='run/'] button").click()
    expect(newcomer.get_by_text("498").first).to_be_visible(timeout=60_000)
    with newcomer.expect_download() as waiting:
        newcomer.get_by_role("link", name=re.compile("refused", re.IGNORECASE)).first.click()
    refused = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert "6.5" in refused
    assert "11" in refused


def _minute_8_a_score_with_its_interval_and_base(newcomer: Page):
    newcomer.goto("/?period=all")
    expect(newcomer.get_by_text(re.compile(r"n = 498")).first).to_be_visible(timeout=30_000)
    newcomer.goto("/scores/nps/provenance/?period=all")
    expect(newcomer.get_by_role("heading", name=re.compile("from 498 answers"))).to_be_visible()


def _minute_10_a_colleague_is_invited(newcomer: Page, browser: Browser, fresh: Instance):
    newcomer.goto("/settings/members/")
    newcomer.get_by_label(re.compile("mail", re.IGNORECASE)).first.fill("bo@example.org")
    newcomer.get_by_label("Role").first.select_option("analyst")
    newcomer.get_by_role("button", name=re.compile("Invite", re.IGNORECASE)).first.click()
    link = re.search(r"http\S+?/join/[\w-]+/", newcomer.content())
    assert link
    context = browser.new_context(base_url=f"http://127.0.0.1:{fresh.port}", locale="en")
    page = context.new_page()
    page.goto(link[0])
    page.locator("input[name=name]").fill("Bo")
    page.locator("input[type=password]").first.fill(PASSWORD + "!")
    page.locator("main button[type=submit], form button.go").first.click()
    page.goto("/answers/")
    expect(page.get_by_role("heading", name="Answers")).to_be_visible()
    assert page.goto("/settings/members/").status == 403
    context.close()


def _minute_10_everything_out_and_everything_gone(newcomer: Page, fresh: Instance, tmp_path: Path):
    newcomer.goto("/settings/data/")
    newcomer.get_by_role("button", name="Export everything").click()
    link = newcomer.locator("a[href$='archive.zip']").first
    expect(link).to_be_visible(timeout=60_000)
    with newcomer.expect_download() as waiting:
        link.click()
    archive = tmp_path / "all.zip"
    waiting.value.save_as(archive)
    newcomer.get_by_role("button", name=re.compile("^Delete the organisation")).click()
    newcomer.get_by_label(re.compile("to confirm")).fill("Fjord Cafés")
    newcomer.get_by_role("button", name="Delete for good").click()
    newcomer.wait_for_load_state()
    assert "Fjord Cafés" not in newcomer.content()
    other = Instance(tmp_path / "other")
    lay_tables(other.home)
    other.heedful("restore", str(archive))
    assert '"n": 498' in other.heedful("score", "nps", "--json")


def test_the_first_ten_minutes(
    newcomer: Page, browser: Browser, fresh: Instance, old_answers: Path, tmp_path: Path
):
    """One journey: each minute stands on the one before."""
    _minutes_0_to_1_the_link_makes_an_owner(newcomer, fresh)
    _the_link_works_once(browser, fresh)
    _minute_2_a_believable_demo_with_every_page_full(newcomer)
    _the_demo_goes_with_one_click_and_the_own_organisation_is_empty(newcomer)
    _minutes_6_to_7_old_answers_come_in_and_faulty_rows_come_back(newcomer, old_answers)
    _minute_8_a_score_with_its_interval_and_base(newcomer)
    _minute_10_a_colleague_is_invited(newcomer, browser, fresh)
    _minute_10_everything_out_and_everything_gone(newcomer, fresh, tmp_path)
