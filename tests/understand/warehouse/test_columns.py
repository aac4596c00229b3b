"""Which answers become columns, and of what kind."""

from __future__ import annotations

import pytest
from tests.understand.warehouse.worlds import question

from heedful.design.surveys.types import Scale
from heedful.understand.warehouse.columns import Holds, holds


@pytest.mark.parametrize(
    ("kind", "fields", "held"),
    [
        ("nps", {"scale": Scale(0, 10)}, Holds.SCORE),
        ("number", {"scale": Scale(0, 10)}, Holds.NUMBER),
        ("single_choice", {"options": ("a", "b")}, Holds.CHOICE),
        ("consent", {"options": ("yes", "no")}, Holds.CHOICE),
        ("multiple_choice", {"options": ("a", "b")}, Holds.CHOICES),
        ("ranking", {"options": ("a", "b")}, Holds.CHOICES),
        ("long_text", {}, None),
        ("audio", {}, None),
    ],
)
def test_what_a_questions_column_holds(kind, fields, held):
    assert holds(question(1, 1, kind, **fields)) is held
