"""What a screen reader is told of the NPS widget, taken from Chromium's accessibility tree, not invented.

``RECORD=1 pytest tests/browser/test_widget_transcript.py`` writes it into docs/accessibility.md anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.browser.test_widget import built, focused, host, shop, visitor  # noqa: F401 - fixtures

DOCS = Path(__file__).parents[2] / "docs" / "accessibility.md"
BEGINS, ENDS = "<!-- transcript: begin -->\n", "<!-- transcript: end -->\n"
SAID = {"region", "heading", "radiogroup", "radio", "textbox", "button", "status", "alert", "paragraph"}


def told(page: Page) -> list[str]:
    """Every node of the widget that is said, in the order of reading: role, name, state."""
    tree = page.context.new_cdp_session(page)
    tree.send("Accessibility.enable")
    nodes = {one["nodeId"]: one for one in tree.send("Accessibility.getFullAXTree")["nodes"]}
    regions = [one for one in nodes.values() if _role(one) == "region"]
    return [line for region in regions for line in _lines(region, nodes, 0)]


def _lines(node: dict, nodes: dict, depth: int) -> list[str]:
    is_said = not node["ignored"] and _role(node) in SAID and (_name(node) or _role(node) != "paragraph")
    children = [nodes[one] for one in node.get("childIds", ()) if one in nodes]
    texts = [_name(one) for one in children if _role(one) == "StaticText"]
    own = ["  " * depth + _line(node, texts)] if is_said else []
    return own + [line for child in children for line in _lines(child, nodes, depth + bool(own))]


def _line(node: dict, texts: list[str]) -> str:
    facts = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
    states = [
        "required" if facts.get("required") else "",
        "checked" if facts.get("checked") == "true" else "",
        "focused" if facts.get("focused") else "",
    ]
    value = node.get("value", {}).get("value")
    text = "".join(texts) if _role(node) == "status" else ""
    parts = [
        _role(node),
        f'"{_name(node)}"' if _name(node) else "",
        *states,
        f"value {value!r}" if value else "",
        f"says “{text}”" if text else "",
    ]
    return " ".join(part for part in parts if part)


def _role(node: dict) -> str:
    return node.get("role", {}).get("value", "")


def _name(node: dict) -> str:
    return node.get("name", {}).get("value", "")


@pytest.fixture
def transcript(browser, host, shop) -> str:  # noqa: F811 - fixtures
    parts = []

    def note(title: str, page: Page) -> None:
        page.wait_for_timeout(300)
        parts.append(f"**{title}**\n\n```\n" + "\n".join(told(page)) + "\n```\n")

    with visitor(browser, host) as page:
        page.goto("/plain")
        page.locator("heedful-widget").wait_for(state="attached")
        note("It appears; the focus stays where it was, and the question is announced", page)
        while focused(page) != "heedful-widget":
            page.keyboard.press("Tab")
        note("Tab reaches the first score", page)
        page.keyboard.type("9")
        note("9 is typed", page)
        page.keyboard.press("Enter")
        note("Enter goes on to the next question", page)
        page.keyboard.type("Kind people")
        for _ in range(2):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        note("Tab, Tab, Enter sends it", page)
    return "\n".join(parts)


def test_the_transcript_in_the_docs_is_what_is_said(transcript):
    page = DOCS.read_text()
    before, _, rest = page.partition(BEGINS)
    recorded, _, after = rest.partition(ENDS)
    if os.environ.get("RECORD"):
        DOCS.write_text(f"{before}{BEGINS}{transcript}{ENDS}{after}")
        return
    assert recorded == transcript, "it is said otherwise now: read it, then run with RECORD=1"


def test_nothing_that_can_be_done_is_without_a_name(transcript):
    for line in transcript.splitlines():
        if line.strip().split(" ")[0] in {"radio", "button", "textbox", "radiogroup", "region"}:
            assert '"' in line, line
