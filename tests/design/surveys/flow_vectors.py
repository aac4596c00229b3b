"""Cases of flow that Python and the widget both run, read from ``flow_vectors.json``.

Each group has a definition, what surrounds it, cases written by hand, and ``presented``: what the widget
gets. After a change of ``presenting`` run ``python -m tests.design.surveys.flow_vectors`` to write that anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from heedful.design.surveys.documents import definition_from
from heedful.design.surveys.flow import Surroundings
from heedful.design.surveys.presenting import presented
from heedful.design.surveys.rules import complete
from heedful.design.surveys.types import SurveyDefinition

FILE = Path(__file__).with_suffix(".json")


def groups() -> list[dict[str, Any]]:
    return json.loads(FILE.read_text())


def survey_of(group: dict[str, Any]) -> tuple[SurveyDefinition, Surroundings]:
    return complete(definition_from(group["definition"])), Surroundings(**group["around"])


def presented_json(group: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(presented(*survey_of(group)).as_json()))


def write() -> None:
    found = [group | {"presented": presented_json(group)} for group in groups()]
    FILE.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    write()
