"""Lists of answers and counts of the warehouse are narrowed alike by what was read."""

from __future__ import annotations

import pytest
from tests.make import words
from tests.make.responses import response
from tests.make.surveys import survey

from heedful.listen.responses import queries as responses
from heedful.listen.responses.types import Comparison, ResponseCondition, ResponseFilter
from heedful.platform.core.errors import InvalidInput
from heedful.platform.core.types import Actor
from heedful.understand.warehouse import queries as warehouse
from heedful.understand.warehouse.types import Condition, Filter, Operator, Query

OPERATORS = {
    Comparison.ANY_OF: Operator.IS,
    Comparison.NONE_OF: Operator.IS_NOT,
    Comparison.KNOWN: Operator.KNOWN,
    Comparison.UNKNOWN: Operator.UNKNOWN,
}
VALUES = {
    "theme": [("staff",), ("service",), ("price", "staff"), ("nowhere",)],
    "opinion": [("-staff",), ("0service",), ("?price", "+staff")],
    "sentiment": [("negative",), ("neutral", "positive")],
    "emotion": [("anger",)],
    "comment_type": [("problem",), ("praise", "wish")],
    "comment_language": [("de",), ("en",)],
}


@pytest.fixture
def everyone(organization):
    return Actor.system(organization.pk)


@pytest.fixture
def said(organization):
    by = words.edition(words.taxonomy("service", "service/staff", "service/speed", "price"))
    asked = survey()
    told = [response(asked, {"nps": 5, "why": f"Said {number}"}) for number in range(6)]
    words.reading(told[0], "-staff", "+speed", by=by, sentiment=-1, emotion="anger", types=" problem wish ")
    words.reading(told[1], "+staff", by=by, sentiment=1, types=" praise ", language="de")
    words.reading(told[2], "?price", by=by, sentiment=None)
    words.reading(told[3], by=by, sentiment=0)
    words.reading(told[4], "-service", by=by, sentiment=-1)
    return asked


@pytest.mark.parametrize("field", VALUES)
def test_as_the_warehouse_counts(said, everyone, field):
    for comparison, operator in OPERATORS.items():
        for values in VALUES[field] if comparison in {Comparison.ANY_OF, Comparison.NONE_OF} else [()]:
            narrowed = ResponseFilter(conditions=(ResponseCondition(field, comparison, values),))
            listed = {one.id for one in responses.responses(narrowed, None, 50, by=everyone).items}
            query = Query((), filter=Filter((Condition(field, operator, values),)))
            counted = set(warehouse.matching_response_ids(query, by=everyone))
            assert listed == counted, (field, comparison, values)


def test_what_does_not_fit_is_refused(said, everyone):
    del said
    for field, comparison, values in (
        ("theme", Comparison.AT_LEAST, ("a",)),
        ("sentiment", Comparison.ANY_OF, ("meh",)),
    ):
        narrowed = ResponseFilter(conditions=(ResponseCondition(field, comparison, values),))
        with pytest.raises(InvalidInput):
            responses.responses(narrowed, None, 50, by=everyone)
