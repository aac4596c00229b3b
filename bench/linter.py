"""How often the linter is right: wordings written for the purpose, in a part it was tuned on and one
held out.

python -m bench.linter [errors]      errors: what it gets wrong in the part it was tuned on
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heedful.config.settings")

import yaml

from heedful.design.surveys.documents import definition_from
from heedful.design.surveys.linter import findings
from heedful.design.surveys.linter.kind import rules
from heedful.design.surveys.types import Comparison, Condition
from heedful.methods.intervals import proportion_interval

WORDINGS = Path(__file__).parent.parent / "tests" / "design" / "surveys" / "linter" / "wordings"
PARTS = {"development": "tuned on", "held_out": "held out"}
_WHY = {"en": "What is the main reason for your answer?", "de": "Was ist der wichtigste Grund dafür?"}


@dataclass(frozen=True)
class Verdict:
    text: str
    expected: frozenset[str]
    found: frozenset[str]


def survey(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the survey of an entry; a wording alone is put into one in which nothing else is wrong."""
    if "survey" in entry:
        return entry["survey"]
    language = entry.get("language", "en")
    question = {"key": "asked", **{key: entry[key] for key in ("text", "kind", "options") if key in entry}}
    if entry["kind"] in {"rating", "matrix"}:
        question["scale"] = {"low": 1, "high": 5, "labels": {1: "1", 5: "5"}}
    why = (
        [{"key": "why", "kind": "long_text", "text": _WHY[language]}] if entry["kind"] != "long_text" else []
    )
    return {"name": "One wording", "language": language, "questions": [question, *why]}


def verdicts(part: str) -> list[Verdict]:
    entries = yaml.safe_load((WORDINGS / f"{part}.yaml").read_text(encoding="utf-8"))
    return [_verdict(entry) for entry in entries]


def _verdict(entry: dict[str, Any]) -> Verdict:
    definition = definition_from(survey(entry))
    audience = [
        Condition(each["field"], Comparison(each.get("comparison", "is")), tuple(each["values"]))
        for each in entry.get("audience", ())
    ]
    found = frozenset(finding.rule for finding in findings(definition, audience=audience))
    text = entry.get("text") or f"({definition.name})"
    return Verdict(text, frozenset(entry["expect"]), found)


def counts(judged: list[Verdict]) -> dict[str, Counter[str]]:
    """Return hits, misses and false alarms by rule."""
    by_rule: dict[str, Counter[str]] = {key: Counter() for key in sorted(rules())}
    for one in judged:
        for rule in one.expected | one.found:
            kind = (
                "hit" if rule in one.expected & one.found else "missed" if rule in one.expected else "false"
            )
            by_rule[rule][kind] += 1
    return by_rule


def share(part: int, whole: int) -> str:
    if not whole:
        return "        –           "
    found = proportion_interval(part, whole)
    return f"{100 * part / whole:3.0f} % ({100 * found.low:3.0f} to {100 * found.high:3.0f} %)"


def line(name: str, of: Counter[str]) -> str:
    hit, missed, false = of["hit"], of["missed"], of["false"]
    return f"{name:22}{hit:5}{missed:8}{false:7}   {share(hit, hit + false)}   {share(hit, hit + missed)}"


def main() -> None:
    wrong = sys.argv[1:] == ["errors"]
    for part, said in PARTS.items():
        if wrong and part != "development":
            continue
        judged = verdicts(part)
        bad = sum(bool(one.expected) for one in judged)
        print(f"{said}: {len(judged)} wordings, {bad} with faults, {len(judged) - bad} without")
        print("rule                   hits  missed  false   precision (95 %)         recall (95 %)")
        by_rule = counts(judged)
        for rule, of in by_rule.items():
            print(line(rule, of))
        print(line("all", sum(by_rule.values(), Counter())))
        alarmed = sum(bool(one.found) for one in judged if not one.expected)
        print(f"good wordings with an alarm: {alarmed} of {len(judged) - bad}\n")
        if wrong:
            for one in judged:
                if one.expected != one.found:
                    print(f"- {one.text}\n    wanted {set(one.expected)}, found {set(one.found)}")
    print(
        "Both parts and the rules come from one hand. The held-out part was written before the rules and "
        "no rule"
    )
    print("was changed for it, but its author knew it: the wordings of other people will be harder.")


if __name__ == "__main__":
    main()
