"""Pages of the editor by the client: every part saved as it is posted, faults said, few queries."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.make.surveys import question, scale, survey

from heedful.design.surveys import queries
from heedful.design.surveys.editor.queries import draft_state
from heedful.design.surveys.languages import texts_of
from heedful.design.surveys.types import Comparison, Condition

pytestmark = pytest.mark.usefixtures("organization")
HTMX = {"HTTP_HX_REQUEST": "true"}


def text(reply, status: int = 200) -> str:
    assert reply.status_code == status, reply.content.decode()[:400]
    return reply.content.decode()


@pytest.fixture
def uid() -> str:
    return survey(question(text="How likely?"), question("why", "long_text", "Why?"), name="Visit").uid


@pytest.fixture
def editor(alice_client, uid):
    """Post to a part of the editor as the page does."""

    def post(path: str, status: int = 200, **fields) -> str:
        fields = {"revision": draft_state(uid).number, **fields}
        return text(alice_client.post(f"/surveys/{uid}/edit/{path}", fields, **HTMX), status)

    return post


def definition(uid: str):
    return draft_state(uid).definition


def png(size: tuple[int, int] = (40, 20)) -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", size, "teal").save(drawn, "PNG")
    return SimpleUploadedFile("logo.png", drawn.getvalue(), "image/png")


def test_a_template_becomes_a_draft_that_can_be_published(alice_client):
    page = text(alice_client.get("/surveys/new/"))
    assert page.count('name="template"') == 14
    made = alice_client.post("/surveys/new/begin/", {"template": "nps"})
    address = made["Location"].removesuffix("edit/")
    assert "How likely are you" in text(alice_client.get(f"{address}edit/"))
    again = alice_client.post("/surveys/new/begin/", {"template": "nps"})
    assert again["Location"] != made["Location"]
    (first, second) = queries.surveys()
    assert (first.name, second.name) == ("Recommendation (NPS)", "Recommendation (NPS) 2")
    assert "Publish version 1" in text(alice_client.get(f"{address}publish/"))
    alice_client.post(f"{address}publish/")
    assert queries.surveys()[0].version_number == 1


def test_an_empty_survey_cannot_be_published_and_says_why(alice_client):
    address = alice_client.post("/surveys/new/begin/")["Location"].removesuffix("edit/")
    text(alice_client.get(f"{address}edit/"))
    assert "there are none" in text(alice_client.post(f"{address}publish/"), 422)


@pytest.mark.parametrize("path", "edit/ edit/endings/ edit/look/ edit/languages/ edit/file/ publish/".split())
def test_pages_ask_the_record_store_little(alice_client, uid, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        text(alice_client.get(f"/surveys/{uid}/{path}"))


def test_a_question_is_kept_as_it_is_written(editor, uid):
    fields = {"text": "How likely are you to recommend us?", "help": "0 is not at all", "required": "on"}
    said = editor("questions/nps/", **fields)
    kept = definition(uid).question("nps")
    assert kept.text == {"en": "How likely are you to recommend us?"}
    assert kept.help == {"en": "0 is not at all"}
    assert kept.required
    assert 'id="question-list"' in said
    assert 'id="findings"' in said


def test_findings_come_with_the_answer_and_are_heeded(editor, uid):
    said = editor("questions/nps/", text="How satisfied are you with the speed and taste of our food?")
    assert "Two questions in one" in said
    editor("heed/", rule="double_barrelled", place="questions[0].text.en")
    asked = [each.text["en"] for each in definition(uid).questions]
    assert asked[:2] == [
        "How satisfied are you with the speed of our food?",
        "How satisfied are you with the taste of our food?",
    ]
    assert "not found any more" in editor("heed/", 409, rule="double_barrelled", place="questions[0].text.en")


def test_questions_are_added_copied_moved_and_removed(editor, uid):
    editor("questions/", kind="single_choice", after="nps")
    keys = [each.key for each in definition(uid).questions]
    assert keys == ["nps", "single_choice", "why"]
    editor("questions/why/duplicate/")
    editor("questions/single_choice/move/", before="")
    editor("questions/nps/remove/")
    assert [each.key for each in definition(uid).questions] == ["why", "why_2", "single_choice"]
    editor("undo/")
    assert definition(uid).question("nps") is not None
    editor("redo/")
    assert definition(uid).question("nps") is None


def test_options_get_keys_and_keep_them(editor, uid):
    editor("questions/", kind="multiple_choice", after="why")
    rows = {"option": ["a", "b", "c"], "has_options": "1", "option.a.key": "option_1", "option_alone": "c"}
    labels = {"option.a.label": "Soup", "option.b.label": "Hot cake", "option.c.label": "None of these"}
    editor("questions/multiple_choice/", text="What did you have?", **rows, **labels)
    options = definition(uid).question("multiple_choice").options
    assert [(each.key, each.label["en"], each.is_exclusive) for each in options] == [
        ("option_1", "Soup", False),
        ("hot_cake", "Hot cake", False),
        ("none_of_these", "None of these", True),
    ]


def test_conditions_scales_and_settings_are_read(editor, uid):
    conditions = {
        "has_conditions": "1",
        "condition": ["x", "y"],
        "condition.x.field": "class.nps",
        "condition.x.values": ["detractor", "passive"],
        "condition.y.field": "attribute",
        "condition.y.attribute": "plan",
        "condition.y.comparison": "known",
    }
    settings = {"has_settings": "1", "setting.longest": "300"}
    said = editor("questions/why/", text="Why?", redraw="1", **settings, **conditions)
    kept = definition(uid).question("why")
    assert kept.show_if == (
        Condition("class.nps", Comparison.IS, ("detractor", "passive")),
        Condition("attribute.plan", Comparison.KNOWN),
    )
    assert kept.settings == {"longest": 300}
    assert "How likely?" in said
    labels = {"label.0": "no", "label.10": "yes"}
    editor("questions/nps/", text="How likely?", has_scale="1", low="0", high="10", **labels)
    wanted = scale(0, 10, top_box=(9, 10), labels={0: {"en": "no"}, 10: {"en": "yes"}})
    assert definition(uid).question("nps").scale == wanted


def test_what_cannot_be_kept_is_said_and_nothing_is_lost(editor, uid):
    before = definition(uid)
    assert "Not saved" in editor("questions/nps/", 422, text="x" * 5_001)
    assert "whole numbers" in editor("questions/nps/", 422, text="x", has_scale="1", low="a", high="3")
    assert "#rrggbb" in editor("look/", 422, accent="url(javascript:1)")
    editor("endings/add/")
    assert "https://" in editor("endings/end_1/", 422, url="javascript:alert(1)")
    assert definition(uid).questions == before.questions


def test_somebody_else_is_named_and_mine_stays(editor, uid, bob):
    from heedful.design.surveys.editor.changes import write_question
    from heedful.design.surveys.editor.services import change_draft

    read = draft_state(uid).number
    change_draft(by=bob, survey_uid=uid, change=write_question("nps", question(text="Bob's?")))
    said = editor("questions/nps/", 409, revision=read, text="Mine?")
    assert bob.label in said
    assert "Keep mine" in said
    editor("questions/nps/", revision=read, text="Mine?", overwrite="1")
    assert definition(uid).question("nps").text["en"] == "Mine?"


def test_endings_are_for_some_or_for_everybody(editor, alice_client, uid):
    editor("endings/add/")
    field = {"condition.x.field": "class.nps", "condition.x.values": "promoter"}
    condition = {"has_conditions": "1", "condition": "x", **field}
    editor("endings/end_1/", text="Great", button="Tell a friend", url="https://example.com/", **condition)
    (kept,) = definition(uid).endings
    assert kept.text == {"en": "Great"}
    assert kept.show_if == (Condition("class.nps", Comparison.IS, ("promoter",)),)
    assert "is promoter (9–10)" in text(alice_client.get(f"/surveys/{uid}/edit/endings/"))
    editor("endings/end_1/remove/")
    assert definition(uid).endings == ()


def test_the_look_shows_what_is_seen(editor, uid):
    assert "too faint" in editor("look/", accent="#ffe066", theme="light", layout="all")
    assert (definition(uid).look.accent, definition(uid).look.layout) == ("#ffe066", "all")
    editor("heed/", rule="contrast", place="look.accent")
    assert definition(uid).look.accent != "#ffe066"


def test_a_logo_is_uploaded_described_and_taken_away(editor, alice_client, uid):
    said = editor("look/logo/", file=png())
    assert "Picture without words" in said
    editor("look/", accent="", picture_alternative="Noodle & Broth")
    logo = definition(uid).look.logo
    assert logo.alternative == {"en": "Noodle & Broth"}
    assert alice_client.get(f"/s/images/{logo.uid}").status_code == 200
    editor("look/logo/", remove="1")
    assert definition(uid).look.logo is None
    svg = SimpleUploadedFile("a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    assert "no PNG" in editor("look/logo/", 422, file=svg)


def test_a_language_is_added_translated_and_told(editor, alice_client, uid):
    alice_client.post(f"/surveys/{uid}/edit/languages/", {"add": "ar"})
    page = text(alice_client.get(f"/surveys/{uid}/edit/languages/ar/"))
    assert f'hx-post="/surveys/{uid}/edit/languages/ar/"' in page
    assert '<textarea name="text.questions.nps.text" rows="1" lang="ar" dir="rtl"' in page
    assert "0 of 2 texts" in page
    panel = text(alice_client.get(f"/surveys/{uid}/edit/?question=nps&language=ar"))
    assert 'name="language" value="ar"' in panel
    assert "1 of 2 texts" in editor("languages/ar/", **{"text.questions.nps.text": "ما مدى احتمال؟"})
    assert definition(uid).question("nps").text["ar"] == "ما مدى احتمال؟"
    assert "1 text is not translated (العربيّة)" in text(
        alice_client.get(f"/surveys/{uid}/edit/?question=why")
    )
    assert alice_client.get(f"/surveys/{uid}/edit/languages/fr/").status_code == 404


def test_a_file_of_translations_goes_out_and_comes_back(alice_client, uid):
    alice_client.post(f"/surveys/{uid}/edit/languages/", {"add": "de"})
    address = f"/surveys/{uid}/edit/languages/de/file/"
    sent = text(alice_client.get(address))
    back = sent.replace("How likely?,", "How likely?,Wie wahrscheinlich?").replace("Why?,", "Why?,Warum?")
    alice_client.post(address, {"file": SimpleUploadedFile("de.csv", back.encode())})
    assert {place: texts["de"] for place, texts in texts_of(definition(uid))} == {
        "questions.nps.text": "Wie wahrscheinlich?",
        "questions.why.text": "Warum?",
    }
    broken = SimpleUploadedFile("de.csv", b"\xff\xfe\x00")
    assert alice_client.post(address, {"file": broken}).status_code == 422


def test_no_cell_of_a_file_is_run_by_a_spreadsheet(alice_client, editor, uid):
    editor("questions/nps/", text="=HYPERLINK(1)")
    alice_client.post(f"/surveys/{uid}/edit/languages/", {"add": "de"})
    address = f"/surveys/{uid}/edit/languages/de/file/"
    sent = text(alice_client.get(address))
    assert "'=HYPERLINK(1)" in sent
    row = "questions.nps.text,x,'=SUM(1)\r\n"
    alice_client.post(address, {"file": SimpleUploadedFile("de.csv", f"place,en,de\r\n{row}".encode())})
    assert definition(uid).question("nps").text["de"] == "=SUM(1)"


def test_without_a_script_every_form_leads_back_to_its_page(alice_client, uid):
    moved = alice_client.post(f"/surveys/{uid}/edit/questions/nps/", {"text": "Plain?"})
    assert moved["Location"] == f"/surveys/{uid}/edit/?question=nps"
    assert definition(uid).question("nps").text == {"en": "Plain?"}


def test_what_is_written_is_shown_as_written(editor, alice_client, uid):
    bad = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:7 }}{% now %}\"'"
    editor("about/", name=f"A {bad}"[:200], title=bad, intro=bad, topic="x")
    editor("questions/nps/", text=bad, help=bad, known_as=bad[:80])
    editor("endings/add/")
    editor("endings/end_1/", text=bad, detail=bad, button=bad)
    paths = "edit/?question=nps edit/?question= edit/endings/ edit/languages/ publish/ edit/file/"
    for path in paths.split():
        page = text(alice_client.get(f"/surveys/{uid}/{path}"))
        assert not re.search(r"<script>alert|<img src=x", page)
        assert "14" not in re.findall(r"\{\{[^<]*", page)
