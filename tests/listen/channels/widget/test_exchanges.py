"""The exchanges in docs/mobile.md are what the server says: they are recorded here, and fail when they drift.

``RECORD=1 pytest tests/listen/channels/widget/test_exchanges.py`` writes them anew.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from django.test import Client
from tests.make import surveys, widget

from heedful.listen.channels.widget.identity import signed_identity

PAGE = Path(__file__).parents[4] / "docs" / "mobile.md"
BEGINS, ENDS = "<!-- exchanges: begin -->\n", "<!-- exchanges: end -->\n"
# What differs at every run, by what it is called in the record.
CHANGING = {
    r"hw_[\w-]{20}": "hw_KEY",
    r"svy_[0-9a-z]{26}": "svy_SURVEY",
    r"ask_[0-9a-z]{26}": "ask_ASK",
    r"rsp_[0-9a-z]{26}": "rsp_RESPONSE",
    r"eyJ[\w.-]+": "SIGNED-IDENTITY",
    r"http://[^\"/]+/s/p/[^\"]+": "https://feedback.example/s/p/LINK",
    r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00": "2026-03-02T12:00:00+00:00",
}


class Recorder:
    def __init__(self, key: str) -> None:
        self.key = key
        self.parts: list[str] = []

    def say(self, title: str, method: str, path: str, body: dict | None = None) -> dict:
        url = f"/w/{self.key}/{path}"
        given = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        response = Client().generic(method, url, **given)
        told = json.loads(response.content)
        lines = [f"### {title}", "", "```http", f"{method} {url}"]
        if body is not None:
            lines += ["Content-Type: application/json", "", _shown(body)]
        lines += ["```", "", "```http", f"HTTP/1.1 {response.status_code} {response.reason_phrase}"]
        lines += [f"Content-Type: {response['Content-Type']}", "", _shown(_shortened(told)), "```", ""]
        self.parts.append("\n".join(lines))
        return told

    @property
    def text(self) -> str:
        text = "\n".join(self.parts)
        for pattern, name in CHANGING.items():
            text = re.sub(pattern, name, text)
        return text


def _shown(content: dict) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False)


def _shortened(told: dict) -> dict:
    """Leave out what repeats itself: steps between the ends, and most of the words."""
    if "survey" in told and isinstance(told["survey"], dict):
        for question in told["survey"]["questions"]:
            question["steps"] = question["steps"][:1] + question["steps"][-1:]
        told["words"] = dict(list(told["words"].items())[:2])
    return told


def record() -> str:
    survey = surveys.survey(
        surveys.question("nps", "nps", "How likely are you to recommend us?", required=True), name="App"
    )
    site, secret = widget.site("App")
    widget.placed(survey, event="order_placed")
    identity = signed_identity({"sub": "42", "name": "Ann"}, secret)
    to = Recorder(site.key)
    to.say("What does this app show?", "GET", "config")
    event = {"identity": identity, "name": "order_placed", "properties": {"total": 49.9}, "key": "order-1001"}
    to.say("Something happened", "POST", "events", event)
    ask = {"survey": survey.uid, "identity": identity, "language": "en", "channel": "mobile"}
    asked = to.say("May this person be asked?", "POST", "ask", ask)
    to.say("It is on the screen", "POST", "exposures", {"ask": asked["ask"]})
    to.say("A part of the answers", "POST", "answers", _answers(asked, "partial"))
    to.say("All of them", "POST", "answers", _answers(asked, "completed"))
    to.say("Closed without an answer", "POST", "declines", {"ask": asked["ask"]})
    to.say("Something wrong", "POST", "answers", {"ask": asked["ask"], "answers": {"nps": 11}})
    return to.text


def _answers(asked: dict, status: str) -> dict:
    return {"ask": asked["ask"], "answers": {"nps": 9}, "status": status, "page": "/orders"}


def test_the_exchanges_in_the_docs_are_what_is_said(organization):
    text = record()
    page = PAGE.read_text()
    before, _, rest = page.partition(BEGINS)
    recorded, _, after = rest.partition(ENDS)
    if os.environ.get("RECORD"):
        PAGE.write_text(f"{before}{BEGINS}{text}{ENDS}{after}")
        return
    assert recorded == text, "what the server says has changed: look at it, then run with RECORD=1"
