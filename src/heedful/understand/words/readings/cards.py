"""Model cards as files beside the heads: ``heads/KEY.card.yaml``. A test reads every one.

::

    key: sentiment-en            # of the head
    reader: sentiment            # of the kind that uses it
    tier: fast                   # fast or quality
    version: "2026-11-22"        # of the head
    encoder: bge-small-en
    languages: [en]
    licence: Apache-2.0          # of the head
    trained_on: ["CEBaB, train (CC BY 4.0), 9,848 texts"]
    scores:                      # figures as `make eval` writes them
      - {on: SemEval-2014 restaurants, language: en, measure: macro-F1, value: 0.71, low: 0.69, high: 0.73,
         n: 1120, is_own_domain: false, note: "never trained on"}
    limits: ["Irony is read by its words."]
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from heedful.understand.words.readings.types import Card, Score

HEADS = "heedful.understand.words.heads"


@cache
def cards() -> tuple[Card, ...]:
    """Return every card there is, by key."""
    found = [one for one in files(HEADS).iterdir() if one.name.endswith(".card.yaml")]
    return tuple(_card(yaml.safe_load(one.read_text(encoding="utf-8"))) for one in sorted(found, key=_name))


def _name(one: Any) -> str:
    return str(one.name)


def _card(content: dict[str, Any]) -> Card:
    lists = {name: tuple(content.pop(name, ())) for name in ("languages", "trained_on", "limits")}
    scores = tuple(Score(**_named(score)) for score in content.pop("scores"))
    return Card(**{**content, **lists, "scores": scores})


def _named(score: dict[Any, Any]) -> dict[str, Any]:
    # YAML takes a bare ``on`` for a truth value.
    return {"on" if name is True else str(name): value for name, value in score.items()}
