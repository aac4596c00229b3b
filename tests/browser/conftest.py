"""A real browser against a real server: an instance with answers, a page in which its owner is signed in."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from tests.chromium import found
from tests.make.server import Instance

FLAGS = [
    "--headless",
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STILL = """async (part) => {
  const moving = [...part.getAnimations({ subtree: true }), ...(part.shadowRoot?.getAnimations() ?? [])];
  const ending = moving.filter((one) => one.effect.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(ending.map((one) => one.finished));
}"""
FILL = Path(__file__).parent / "fill.py"
FILL_WORDS = Path(__file__).parent / "fill_words.py"
FILL_TOPICS = Path(__file__).parent / "fill_topics.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium() -> str:
    """Return where the browser is; ``CHROMIUM`` may say so."""
    browser = found()
    if browser is None:
        pytest.fail(
            "The browser tests need Chromium: `apt install chromium-headless-shell` on Debian, or name it "
            "by CHROMIUM; `pytest -m 'not browser'` leaves them out.",
            pytrace=False,
        )
    return browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Between calls Playwright marks its loop as running, though nobody awaits: tests of the record store that
    # this process runs later would be refused.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def served(home: Path, *more: Path, index: bool = False) -> Iterator[Instance]:
    """Serve an instance with the survey *Stay*, and what other scripts fill it with.

    ``session`` is Alice's cookie, ``key`` may send answers.
    """
    made = Instance(home)
    made.set_up()
    filled = json.loads(made.run([sys.executable, str(FILL)]).splitlines()[-1])
    for script in more:
        made.run([sys.executable, str(script)])
    if index:
        made.heedful("search", "rebuild")
    made.key, made.session, made.survey = filled["key"], filled["session"], filled["survey"]
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def plain_instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    with served(tmp_path_factory.mktemp("browser") / "home") as made:
        yield made


@pytest.fixture(scope="session")
def read_instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """An instance whose comments were read and indexed: other journeys know a home without themes."""
    with served(tmp_path_factory.mktemp("read") / "home", FILL_WORDS, index=True) as made:
        yield made


@pytest.fixture(scope="session")
def instance(plain_instance: Instance) -> Instance:
    """The instance that pages are open on; a module may name another."""
    return plain_instance


@pytest.fixture
def page(browser: Browser, instance: Instance) -> Iterator[Page]:
    """A desktop page, signed in; an error on its console fails the test."""
    yield from opened(browser, instance, viewport={"width": 1440, "height": 900})


@pytest.fixture
def phone(browser: Browser, instance: Instance) -> Iterator[Page]:
    """A phone, 360 pixels wide, with a finger."""
    yield from opened(browser, instance, viewport={"width": 360, "height": 780}, has_touch=True)


@pytest.fixture
def dark_page(browser: Browser, instance: Instance) -> Iterator[Page]:
    yield from opened(browser, instance, viewport={"width": 1440, "height": 900}, color_scheme="dark")


def opened(browser: Browser, instance: Instance, **options) -> Iterator[Page]:
    base = f"http://127.0.0.1:{instance.port}"
    context = browser.new_context(base_url=base, locale="en", accept_downloads=True, **options)
    context.add_cookies([{"name": "sessionid", "value": instance.session, "url": base}])
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


@pytest.fixture
def audit():
    """Return a function that fails with what axe finds on a page."""

    def audit(page: Page) -> None:
        assert violations(page) == []

    return audit


def violations(page: Page, within: str = "html") -> list[str]:
    """Return what axe finds, once nothing moves: what fades in has not its contrast yet."""
    page.locator(within).evaluate(STILL)
    return [
        f"{each['id']}: {each['help']}: {node['html'][:160]} {node['target']}"
        for each in Axe().run(page, context=within).response["violations"]
        for node in each["nodes"]
    ]


def wait_for_charts(page: Page) -> None:
    """Wait until every chart of the page is drawn."""
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-chart]')].every((each) => 'ready' in each.dataset)"
    )
