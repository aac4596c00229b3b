"""Three hundred attributes go in, and each can be filtered and broken down by."""

from __future__ import annotations

import pytest
from tests.make.responses import scores
from tests.make.surveys import question, survey

from heedful.listen.audiences import services as audiences
from heedful.listen.audiences.types import MAX_ATTRIBUTES
from heedful.platform.core.types import Actor
from heedful.understand.warehouse import queries, services
from heedful.understand.warehouse.types import Condition, Filter, Operator, Query


@pytest.mark.parametrize("flushed", [False, True])
def test_each_of_three_hundred(organization, flushed):
    by = Actor.system(organization.pk)
    keys = [f"attribute_{number}" for number in range(MAX_ATTRIBUTES)]
    audiences.ensure_attributes(dict.fromkeys(keys, "text"), by=by)
    asked = survey(question())
    scores(asked, 10, attributes={key: f"yes {key}" for key in keys})
    scores(asked, 0, attributes=dict.fromkeys(keys, "no"))
    if flushed:
        services.flush(organization.pk)
    ids = (asked.questions[0].id,)
    for start in range(0, MAX_ATTRIBUTES, 60):
        some = keys[start : start + 60]
        broken_down = [Query(ids, (f"attribute.{key}",)) for key in some]
        for key, result in zip(some, queries.counts_many(broken_down, by=by), strict=True):
            found = {cell.key: list(cell.histogram.counts) for cell in result.cells}
            assert found == {("no",): [0.0], (f"yes {key}",): [10.0]}
        for key in some[::20]:
            chosen = Filter((Condition(f"attribute.{key}", Operator.IS, (f"yes {key}",)),))
            (cell,) = queries.counts(Query(ids, filter=chosen), by=by).cells
            assert list(cell.histogram.counts) == [10.0]
