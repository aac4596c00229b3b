"""The SQL as it is, in plain files: a change of it is seen in review.

``WRITE_STATEMENTS=1 pytest tests/understand/warehouse/test_statements.py`` writes them anew.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from tests.understand.warehouse import worlds

from heedful.platform.core.errors import InvalidInput, NotFound
from heedful.understand.warehouse.sql.reasons import leaving_out, listing
from heedful.understand.warehouse.sql.statements import Traits, clustering, counting
from heedful.understand.warehouse.types import Condition, Filter, Operator, Query, Repeats

FOLDER = Path(__file__).parent / "statements"
PLAIN = Traits(weighted=False, left_out=False, invalid=False, only_survey=1)
PRO = Condition("attribute.plan", Operator.IS, ("pro", "'; DROP TABLE responses --"))
MARCH = Filter((PRO,), date(2026, 3, 1), date(2026, 3, 31))
SPOKEN = Filter((Condition("sentiment", Operator.IS, ("negative",)), Condition("theme", Operator.KNOWN)))
OVERALL = Query((worlds.NPS,))
COUNTED = {
    "overall": ([OVERALL], PLAIN, None),
    "overall_weighted": ([OVERALL], Traits(), None),
    "by_month": ([Query((worlds.NPS,), ("time.month",))], PLAIN, None),
    "by_region_of_doras_units": ([Query((worlds.NPS,), ("unit.region",))], PLAIN, frozenset({20, 30})),
    "nobodys_units": ([OVERALL], PLAIN, frozenset()),
    "attribute_by_another": ([Query((worlds.NPS,), ("attribute.vip",), MARCH)], PLAIN, None),
    "question_of_one_version": ([Query((worlds.NUMBER,))], PLAIN, None),
    "one_question_in_two_surveys": ([Query((worlds.NPS, worlds.NPS_B), ("survey",))], Traits(), None),
    "choices": ([Query((worlds.NPS,), ("answer.qst_4", "answer.qst_3"))], PLAIN, None),
    "newest_of_each_contact": ([Query((worlds.NPS,), repeats=Repeats.LAST)], PLAIN, None),
    "scores_by_theme": ([Query((worlds.NPS,), ("theme", "time.month"))], PLAIN, None),
    "opinions": ([Query((), ("theme",), measure="opinion")], PLAIN, None),
    "share_of_a_theme": ([Query((), (), SPOKEN, measure="theme:staff")], PLAIN, None),
    "a_board_in_one_pass": (
        [OVERALL, Query((worlds.NPS,), ("time.week",)), Query((worlds.NPS,), ("channel",))], PLAIN, None
    ),
}  # fmt: skip


def check(name: str, sql: str, parameters) -> None:
    shown = f"{sql}\n-- {dict(parameters)}\n"
    path = FOLDER / f"{name}.sql"
    if os.environ.get("WRITE_STATEMENTS"):
        path.write_text(shown)
    assert path.read_text() == shown


@pytest.mark.parametrize("name", sorted(COUNTED))
def test_counting(name):
    queries, traits, unit_ids = COUNTED[name]
    statement = counting(queries, worlds.catalog(), traits, unit_ids).statement
    assert "DROP TABLE" not in statement.sql
    check(name, statement.sql, statement.parameters)


def test_clustering():
    query = Query((worlds.NPS,), ("attribute.plan",), clustered=True, value_scores=((10.0, 1.0), (0.0, -1.0)))
    statement = clustering(query, worlds.catalog(), PLAIN, None).statement
    check("clusters", statement.sql, statement.parameters)
    assert not statement.is_additive


def test_reasons():
    query = Query((worlds.NPS,), filter=MARCH, repeats=Repeats.LAST)
    statement = leaving_out(query, worlds.catalog(), PLAIN, None)
    check("left_out", statement.sql, statement.parameters)


def test_drill_down():
    statement = listing(
        OVERALL, worlds.catalog(), PLAIN, frozenset({20}), values=(9.0, 10.0), limit=50, after=77
    )
    check("drill_down", statement.sql, statement.parameters)


def test_no_file_is_left_over():
    known = {*COUNTED, "clusters", "left_out", "drill_down"}
    assert {path.stem for path in FOLDER.glob("*.sql")} == known


REFUSED = {
    "an unknown attribute": Query((worlds.NPS,), ("attribute.nope",)),
    "an unknown level": Query((worlds.NPS,), ("unit.planet",)),
    "an unknown field": Query((worlds.NPS,), ("1=1; --",)),
    "an unknown grain": Query((worlds.NPS,), ("time.minute",)),
    "a question in words": Query((worlds.NPS,), ("answer.qst_9",)),
    "choices as a measure": Query((worlds.CHOICE,)),
    "four dimensions": Query((worlds.NPS,), ("channel", "version", "language", "survey")),
    "a dimension twice": Query((worlds.NPS,), ("channel", "channel")),
    "no number": Query((1,), filter=Filter((Condition("attribute.age", Operator.AT_LEAST, ("old",)),))),
    "no date": Query((1,), filter=Filter((Condition("attribute.since", Operator.IS, ("may",)),))),
    "no yes or no": Query((1,), filter=Filter((Condition("attribute.vip", Operator.IS, ("perhaps",)),))),
    "one end of two": Query((1,), filter=Filter((Condition("attribute.age", Operator.BETWEEN, (1,)),))),
    "no value": Query((1,), filter=Filter((Condition("channel", Operator.IS),))),
    "an order of units": Query((1,), filter=Filter((Condition("unit", Operator.AT_LEAST, ("oslo",)),))),
    "an order of surveys": Query((1,), filter=Filter((Condition("survey", Operator.KNOWN),))),
    "an unknown feeling": Query((1,), filter=Filter((Condition("sentiment", Operator.IS, ("meh",)),))),
    "an order of themes": Query((1,), filter=Filter((Condition("theme", Operator.AT_LEAST, ("a",)),))),
    "an unknown measure": Query((), measure="mood"),
    "opinions of no theme": Query((), measure="opinion"),
    "answers and words at once": Query((1,), measure="sentiment"),
    "an unknown condition": Query((1,), filter=Filter((Condition("left_out", Operator.IS, ("x",)),))),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_refuses(name):
    with pytest.raises(InvalidInput) as refused:
        counting([REFUSED[name]], worlds.catalog(), PLAIN, None)
    assert refused.value.problems[0].field
    assert refused.value.problems[0].reason


def test_a_question_of_nobody_is_not_found():
    with pytest.raises(NotFound):
        counting([Query((4711,))], worlds.catalog(), PLAIN, None)
