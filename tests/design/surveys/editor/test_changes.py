"""Changes of a draft, pure: what they do, and what they leave alone."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from tests.make.surveys import definition, question

from heedful.design.surveys.editor import changes
from heedful.design.surveys.types import Condition, Ending, Option, QuestionDefinition, SurveyDefinition
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound

KEYS = "abcde"


def survey(*keys: str) -> SurveyDefinition:
    return definition(*(question(key) for key in keys or KEYS), name="One")


def keys(of: SurveyDefinition) -> str:
    return "".join(each.key for each in of.questions)


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from([*KEYS, ""])), max_size=20))
def test_moving_loses_and_doubles_nothing(moves):
    moved = survey()
    for key, before in moves:
        moved = changes.move_question(key, before).apply(moved)
        assert sorted(keys(moved)) == list(KEYS)
        after = keys(moved)
        if before not in {"", key}:
            assert after.index(before) - after.index(key) == 1
        elif before == "":
            assert after[-1] == key


def test_a_new_question_stands_after_another_and_has_a_key_of_its_own():
    change, key = changes.add_question("csat", after="a", text="How was the soup?", known=frozenset({"soup"}))
    added = change.apply(survey())
    assert [each.key for each in added.questions][:3] == ["a", "soup_2", "b"]
    assert key(survey()) == "soup_2"
    assert added.question("soup_2").scale is not None
    with pytest.raises(InvalidInput):
        changes.add_question("nonsense")


def test_a_copy_stands_beside_its_original():
    copied = changes.duplicate_question("b").apply(survey())
    assert [each.key for each in copied.questions] == ["a", "b", "b_2", "c", "d", "e"]
    assert copied.question("b_2").text == copied.question("b").text


def test_what_refers_to_a_question_follows_its_new_key():
    whole = SurveyDefinition(
        "One",
        (
            question("nps"),
            QuestionDefinition(
                "why", "long_text", {"en": "Why {answer.nps|that}?"}, show_if=(Condition("class.nps"),)
            ),
        ),
        endings=(Ending("sad", {"en": "You said {answer.nps}."}, show_if=(Condition("answer.nps"),)),),
    )
    renamed = changes.write_question("nps", question("score")).apply(whole)
    why, (ending,) = renamed.question("why"), renamed.endings
    assert why.text["en"] == "Why {answer.score|that}?"
    assert [why.show_if[0].field, ending.show_if[0].field] == ["class.score", "answer.score"]
    assert ending.text["en"] == "You said {answer.score}."


def test_a_key_is_neither_taken_nor_nonsense():
    for key, error in (("b", Conflict), ("", InvalidInput), ("a b", InvalidInput), ("x" * 81, InvalidInput)):
        with pytest.raises(error):
            changes.write_question("a", question(key)).apply(survey())
    with pytest.raises(NotFound):
        changes.remove_question("zzz").apply(survey())


def test_an_ending_is_added_before_the_one_for_everybody():
    whole = SurveyDefinition("One", (question(),), endings=(Ending("all", {"en": "Thanks"}),))
    added = changes.add_ending().apply(whole)
    assert [each.key for each in added.endings] == ["end_1", "all"]
    assert changes.move_ending("all", -1).apply(added).endings[0].key == "all"


def test_options_get_keys_of_their_labels_and_none_twice():
    given_ = (Option("", {"en": "In the shop"}), Option("in_the_shop", {"en": "x"}), Option("", {"en": "小"}))
    assert [each.key for each in changes.option_keys(given_, "en")] == [
        "in_the_shop_2",
        "in_the_shop",
        "option_3",
    ]
