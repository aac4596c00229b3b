"""Surveys of other systems: what comes in, what goes out, what is said about the rest."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from heedful.design.surveys.exchange import IN_FORMATS, OUT_FORMATS, read_survey, write_survey
from heedful.design.surveys.exchange.foreign_text import plain
from heedful.design.surveys.flow import Surroundings, asked, ending
from heedful.design.surveys.languages import texts_of
from heedful.design.surveys.library import templates
from heedful.design.surveys.rules import complete
from heedful.design.surveys.types import Comparison, Condition
from heedful.platform.core.errors import InvalidInput

FILES = Path(__file__).parent / "files"
NOBODY = Surroundings()
every_template = pytest.mark.parametrize("found", templates(), ids=lambda found: found.key)


def brought(name: str):
    imported = read_survey((FILES / name).read_text())
    return complete(imported.definition), imported.notes


def kinds_of(definition) -> dict[str, str]:
    return {question.key: question.kind for question in definition.questions}


def way(definition, answers, around=NOBODY) -> list[str]:
    return [question.key for question in asked(definition, answers, around)]


def said(notes) -> set[tuple[str, str]]:
    return {(note.question, note.what) for note in notes}


def test_qualtrics_comes_in_with_logic_languages_and_a_report():
    survey, notes = brought("stay.qsf.json")
    assert (survey.name, survey.language, survey.languages) == ("Stay at the Harbour Inn", "en", ("de",))
    assert kinds_of(survey) == {
        "nps": "nps", "why": "long_text", "purpose": "single_choice", "purpose_other_text": "short_text",
        "with": "multiple_choice", "parts": "matrix", "clean": "rating", "rank": "ranking",
        "nights": "number", "info": "statement", "stars": "stars", "bill": "file",
    }  # fmt: skip
    nps, why, purpose = (survey.question(key) for key in ("nps", "why", "purpose"))
    assert nps.required
    assert nps.text["de"].startswith("Wie wahrscheinlich")
    assert nps.scale.labels == {0: {"en": "Not at all likely"}, 10: {"en": "Extremely likely"}}
    assert why.text["en"] == "What went wrong, {attribute.name}?\nTell us & be frank."
    assert why.show_if == (Condition("class.nps", Comparison.IS, ("detractor",)),)
    assert [(one.key, one.label["de"]) for one in purpose.options][1] == ("business", "Geschäft")
    assert survey.question("with").options[2].is_exclusive
    assert survey.question("parts").scale.labels[3] == {"en": "Good"}
    club = Surroundings(attributes={"tier": "club"})
    assert way(survey, {"nps": 9, "purpose": "leisure"}) == ["nps", "purpose", "with", "parts", "clean"]
    assert "with" not in way(survey, {"purpose": "business"})
    assert way(survey, {"nps": 3}, club)[-5:] == ["rank", "nights", "info", "stars", "bill"]
    assert {
        ("rank", "when it is shown"), ("heat", "a question of the type HotSpot"), ("bill", "its JavaScript"),
        ("", "the step EmbeddedData of the flow"), ("", "the step EndSurvey of the flow"),
        ("", "the header"), ("", "the message at the end"), ("", "quotas"),
    } <= said(notes)  # fmt: skip


def test_surveyjs_comes_in_with_logic_languages_and_a_report():
    survey, notes = brought("support.surveyjs.json")
    assert kinds_of(survey) == {
        "nps": "nps", "why": "long_text", "praise": "long_text", "channel_used": "single_choice",
        "channel_used_other": "short_text", "reasons": "multiple_choice", "country": "single_choice",
        "parts": "matrix", "stars": "stars", "again": "single_choice", "order": "ranking", "age": "number",
        "day": "date", "note": "statement", "photo": "file", "contact_mail": "short_text",
        "contact_tel": "short_text",
    }  # fmt: skip
    assert survey.question("why").show_if == (Condition("class.nps", Comparison.IS, ("detractor",)),)
    assert survey.question("why").text == {"en": "Hello {attribute.customer}, why {answer.nps}?"}
    assert survey.question("why").settings == {"longest": 400}
    assert survey.question("note").text == {"en": "Thanks so far"}
    assert survey.question("reasons").settings == {"shuffle": True, "at_most": 2}
    assert survey.title["de"] == "Kontakt mit dem Kundendienst"
    assert survey.question("praise").show_if == (Condition("class.nps", Comparison.IS, ("promoter",)),)
    assert ("praise", "a condition on answer.channel_used") in said(notes)  # it is asked later
    assert way(survey, {"nps": 3})[:3] == ["nps", "why", "channel_used"]
    reached = {"nps": 10, "channel_used": "chat"}
    assert "reasons" not in way(survey, reached)
    assert "reasons" in way(survey, reached | {"nps": 8})
    assert ending(survey, {"nps": 9}, NOBODY).text == {"en": "Great!"}
    assert ending(survey, {"nps": 9}, NOBODY).detail == {"en": "See you."}
    assert ending(survey, {"nps": 2}, NOBODY).text == {"en": "Thank you"}
    assert {
        ("sign", "a question of the type signaturepad"), ("country", "options from another address"),
        ("", "triggers"), ("", "the logo"), ("photo", "several files at once"),
        ("note", "a picture or other media in its text"),
    } <= said(notes)  # fmt: skip
    assert [note.what for note in notes if note.question == "day"] == [
        "shown if {age} > 17 or {again} = true"
    ]


def test_formbricks_comes_in_with_jumps_as_conditions():
    survey, notes = brought("product.formbricks.json")
    assert kinds_of(survey) == {
        "nps": "nps", "wrong": "long_text", "best": "short_text", "role": "single_choice",
        "role_other": "short_text", "stars": "stars", "tools": "matrix", "terms": "consent", "who": "contact",
    }  # fmt: skip
    rest = ["role", "stars", "tools", "terms", "who"]
    assert way(survey, {"nps": 2}) == ["nps", "wrong", *rest]
    assert way(survey, {"nps": 7}) == ["nps", *rest]
    assert way(survey, {"nps": 9}) == ["nps", "best", *rest]
    assert survey.question("wrong").text == {"en": "Sorry. What is wrong?"}
    assert survey.question("wrong").help == {"en": "Be frank"}
    assert survey.question("best").text == {"en": "You said {answer.nps|that}. What is best?"}
    assert [option.key for option in survey.question("role").options] == ["Founder", "Engineer", "other"]
    assert survey.question("terms").settings["must_agree"] is True
    assert ending(survey, {"role": "Founder"}, NOBODY).key == "end_founders"
    assert ending(survey, {"role": "Engineer"}, NOBODY).key == "end_all"
    assert (survey.look.accent, survey.intro) == ("#00c4b8", {"en": "Two questions."})
    assert all(one.url.startswith("https://") or not one.url for one in survey.endings)
    assert {("call", "a question of the type cal"), ("", "hidden fields")} <= said(notes)


def test_formbricks_of_old_comes_in_too():
    survey, _notes = brought("old.formbricks.json")
    assert kinds_of(survey) == {"sat": "rating", "more": "long_text"}
    assert way(survey, {"sat": 3}) == ["sat", "more"]
    assert way(survey, {"sat": 4}) == way(survey, {}) == ["sat"]
    assert ending(survey, {}, NOBODY).text == {"en": "Thanks"}


@every_template
@pytest.mark.parametrize("format_", ["yaml", "json"])
def test_our_own_formats_keep_everything(found, format_):
    definition = complete(found.definition)
    again = read_survey(write_survey(definition, format_).text)
    assert (again.definition, again.notes) == (definition, ())


@every_template
def test_surveyjs_keeps_questions_flow_and_languages(found):
    definition = complete(found.definition)
    out = write_survey(definition, "surveyjs")
    again = complete(read_survey(out.text).definition)
    assert kinds_of(again) == kinds_of(definition)
    assert set(again.languages) == set(definition.languages)
    for before in definition.questions:
        after = again.question(before.key)
        assert (after.scale, after.required, after.settings) == (
            before.scale,
            before.required,
            before.settings,
        )
        assert [one.key for one in after.options] == [one.key for one in before.options]
        assert [one.label for one in after.options] == [one.label for one in before.options]
    assert len(again.endings) == len(definition.endings)
    same_ways(definition, again)


@every_template
def test_qualtrics_keeps_words_flow_and_languages(found):
    definition = complete(found.definition)
    out = write_survey(definition, "qsf")
    again = complete(read_survey(out.text, "qsf").definition)
    assert again.name == definition.name
    assert set(again.languages) == set(definition.languages)
    lost = {question.key for question in definition.questions} - {q.key for q in again.questions}
    assert lost <= {question.key for question in definition.questions if question.kind == "contact"}
    for question in again.questions:
        before = definition.question(question.key)
        if before is not None and before.kind in {"single_choice", "multiple_choice", "ranking", "matrix"}:
            assert question.kind == before.kind
            assert [one.label for one in question.options] == [one.label for one in before.options]
    if definition.endings:
        assert ("", "the endings") in said(out.notes)


def same_ways(before, after) -> None:
    """Both ask the same under every answer to the first question, and end alike."""
    first = next(question for question in before.questions if question.kind != "statement")
    values = (
        range(first.scale.low, first.scale.high + 1)
        if first.scale
        else [option.key for option in first.options]
    )
    for value in values:
        for more in ({}, {"callback": "yes"}, {"problem": "yes"}):
            answers = {first.key: value} | more
            assert way(after, answers) == way(before, answers)
            assert ending(after, answers, NOBODY).text == ending(before, answers, NOBODY).text


def test_qualtrics_keeps_the_flow_of_scores_and_choices():
    found = next(one for one in templates() if one.key == "nps")
    definition = complete(replace(found.definition, endings=()))
    again = complete(read_survey(write_survey(definition, "qsf").text).definition)
    for score in range(11):
        ours = [key for key in way(definition, {"nps": score, "callback": "yes"}) if key != "reach"]
        theirs = [key for key in way(again, {"nps": score, "callback": "yes"}) if "reach" not in key]
        assert theirs == ours


@pytest.mark.parametrize("name", ["stay.qsf.json", "support.surveyjs.json", "product.formbricks.json"])
@pytest.mark.parametrize("format_", ["surveyjs", "qsf", "yaml"])
def test_what_came_in_goes_out_and_comes_in_again(name, format_):
    survey, _notes = brought(name)
    again = complete(read_survey(write_survey(survey, format_).text).definition)
    assert len(again.questions) >= len(survey.questions) - 1


@pytest.mark.parametrize("name", ["stay.qsf.json", "support.surveyjs.json", "product.formbricks.json"])
def test_no_marking_comes_in(name):
    survey, _notes = brought(name)
    words = " ".join(text for _place, texts in texts_of(survey) for text in texts.values())
    assert "<" not in words
    assert "alert" not in words
    assert "onerror" not in words


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>a</p><p>b</p>", "a\nb"),
        ("a<br/>b &amp; c", "a\nb & c"),
        ("<script>alert(1)</script>x<style>p{}</style>", "x"),
        ("<b onclick='x()'>bold</b>\u00a0 text", "bold text"),
        ("1 &lt; 2", "1 < 2"),
        ("5 > 3 and 2 < 4", "5 > 3 and 2 < 4"),
        (None, ""),
    ],
)
def test_html_becomes_words(html, words):
    assert plain(html) == words


@pytest.mark.parametrize(
    ("text", "format_", "part"),
    [
        ("{}", "qsf", "no survey as qsf"),
        ('{"SurveyEntry": 5, "SurveyElements": []}', "qsf", "not as qsf writes it"),
        ('{"pages": 5}', "surveyjs", "not as surveyjs writes it"),
        (
            '{"questions": [{"headline": 1, "type": "nps"}], "languages": 7}',
            "formbricks",
            "not as formbricks",
        ),
        ("{", "qsf", "not JSON"),
        ("name: x", "docx", "none of"),
    ],
)
def test_what_is_no_survey_is_refused(text, format_, part):
    with pytest.raises(InvalidInput) as error:
        read_survey(text, format_)
    assert part in str(error.value)


names = st.sampled_from(
    "pages elements type name title choices visibleIf SurveyEntry id logic SurveyElements Element Payload "
    "questions headline blocks Choices Flow".split()
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 50) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=5),
    max_leaves=20,
)


@pytest.mark.parametrize("format_", ["qsf", "surveyjs", "formbricks"])
@given(content=values)
def test_nothing_but_a_clear_refusal_comes_of_nonsense(format_, content):
    with contextlib.suppress(InvalidInput):
        complete(read_survey(json.dumps(content), format_).definition)


def test_formats_are_named_alike_everywhere():
    assert set(OUT_FORMATS) < set(IN_FORMATS)
