"""Metrics are called what the page's language calls them; the API keeps one name."""

from __future__ import annotations

import pytest
from django.utils import translation

from heedful.understand.metrics.kind import metrics
from heedful.understand.metrics.queries import metric_facts

ABBREVIATIONS = {"nps", "enps", "csat", "ces", "osat"}
SAME_IN_GERMAN = {"smileys"}


@pytest.mark.parametrize("key", sorted(metrics()))
def test_every_metric_is_said_in_german(key):
    with translation.override("de"):
        facts = metric_facts(key)
    assert facts.meaning != facts.definition
    assert (facts.name == facts.label) == (key in ABBREVIATIONS | SAME_IN_GERMAN)
    assert facts.label == metrics()[key].label
