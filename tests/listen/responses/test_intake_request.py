"""A request taken apart: what is JSON, what is a batch, and which rows have the right shape."""

from __future__ import annotations

from contextlib import suppress

import orjson
import pytest
from hypothesis import given, strategies as st

from heedful.listen.audiences.types import IdentityKind
from heedful.listen.fieldwork.types import Channel
from heedful.listen.responses import intake
from heedful.listen.responses.intake_request import Contact, NotJson, Row, parse
from heedful.platform.core.errors import HeedfulError, InvalidInput


def test_an_object_is_one_row_and_is_kept_as_it_came():
    request = parse(b'{"survey": "Stay",  "answers": {}}')
    assert request.is_single
    assert [sent.raw for sent in request.rows] == [b'{"survey": "Stay",  "answers": {}}']


@pytest.mark.parametrize("body", [b'[{"a": 1}, {}]', b'{"responses": [{"a": 1}, {}]}'])
def test_a_list_is_a_batch_with_or_without_its_name(body):
    request = parse(body)
    assert not request.is_single
    assert [sent.content() for sent in request.rows] == [{"a": 1}, {}]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"a": NaN}', b'{"a": "\xed\xa0\x80"}'])
def test_what_is_not_json_is_said_to_be_not_json(body):
    with pytest.raises(NotJson, match="not JSON"):
        parse(body)


@pytest.mark.parametrize("body", [b"1", b'"text"', b"null", b'{"responses": {}}', b"[]"])
def test_other_json_is_refused_with_the_field(body):
    with pytest.raises(InvalidInput) as refused:
        parse(body)
    assert refused.value.problems[0].field == "responses"


def test_fields_beside_responses_are_named():
    with pytest.raises(InvalidInput) as refused:
        parse(b'{"responses": [{}], "survey": "Stay"}')
    assert refused.value.problems[0].field == "survey"


def test_a_thousand_rows_pass_and_one_more_does_not():
    assert len(parse(orjson.dumps([{}] * 1000)).rows) == 1000
    with pytest.raises(intake.TooLarge, match="1,001"):
        parse(orjson.dumps([{}] * 1001))


def test_a_body_has_a_largest_size():
    with pytest.raises(intake.TooLarge):
        parse(b" " * (intake.MAX_BYTES + 1))


def test_the_character_that_databases_cannot_store_is_refused():
    with pytest.raises(InvalidInput, match="U\\+0000"):
        parse(b'{"answers": {"why": ["a", {"b": "x\\u0000y"}]}}')


def test_its_spelling_in_a_text_is_only_text():
    (sent,) = parse(rb'{"why": "\\u0000"}').rows
    assert sent.content() == {"why": r"\u0000"}


@given(st.binary(max_size=200))
def test_any_bytes_are_rows_or_a_refusal(body):
    with suppress(NotJson, intake.TooLarge, InvalidInput):
        assert parse(body).rows


@pytest.mark.parametrize("form", ["%s", "[%s]", '{"responses": [%s]}'])
def test_a_row_of_the_right_shape_is_read_at_once_and_kept_as_it_came(form):
    row = '{"survey":  "Stay", "answers": {"nps": 9, "room": ["a"], "grid": {"bed": 3}}, "channel": "sms"}'
    (sent,) = parse((form % row).encode()).rows
    assert bytes(sent.raw) == row.encode()
    assert sent.row == Row(
        survey="Stay", answers={"nps": 9, "room": ["a"], "grid": {"bed": 3}}, channel=Channel.SMS
    )
    assert sent.content() == orjson.loads(row)


def test_one_odd_row_makes_no_other_odd():
    right, odd = parse(b'[{"survey": "Stay", "answers": {}}, {"survey": 5}]').rows
    assert (right.row, odd.row) == (Row(survey="Stay", answers={}), None)
    assert odd.content() == {"survey": 5}


def test_the_shape_has_the_fields_of_the_rules_but_that_of_a_response_that_goes_on():
    assert set(Row.__struct_fields__) == set(intake.FIELD_CHECKS) - {"response"}
    assert set(Contact.__struct_fields__) == set(intake.CONTACT_CHECKS)
    assert set(IdentityKind) < set(Contact.__struct_fields__)


_TEXTS = ['"\\ud800"', '"\\x"', '"\x01"', '"\u00fc"', '""', '"9"']
_NUMBERS = ["1" * 18, "1" * 400, "1e999", "-0", "01", "1.", "NaN", "0.5", "7"]
_DEEP = ["[" * depth + "]" * depth for depth in (1, 2, 1_100)]
_json = st.one_of(st.sampled_from(_TEXTS + _NUMBERS + _DEEP), st.text(max_size=4))


@given(_json, _json, st.sampled_from([b"Stay", b"\xff", b"\xed\xa0\x80", b"\\u00e9"]), st.binary(max_size=1))
def test_what_has_the_right_shape_is_json_to_every_reader(value, fact, survey, after):
    body = f'", "answers": {{"a": {value}}}, "attributes": {{"b": {fact}}}}}'.encode()
    with suppress(HeedfulError):
        (sent,) = parse(b'{"survey": "' + survey + body + after).rows
        if sent.row is not None:
            assert sent.content()["answers"] == sent.row.answers
            assert sent.content()["attributes"] == sent.row.attributes
