from __future__ import annotations

import pytest
from tests.make import accounts

DEFINITION = {
    "name": "Visit",
    "questions": [
        {"key": "nps", "kind": "nps", "text": "How likely?"},
        {
            "key": "dish",
            "kind": "single_choice",
            "text": {"en": "Dish?", "de": "Gericht?"},
            "options": [{"key": "soup"}],
        },
    ],
}


@pytest.fixture
def send(client, cast):
    headers = {"Authorization": f"Bearer {accounts.key(cast.organization)}"}

    def call(method, path, body=None):
        return client.generic(
            method, f"/api/v1{path}", data=__import__("json").dumps(body) if body is not None else b"",
            content_type="application/json", headers=headers,
        )  # fmt: skip

    return call


def test_a_survey_is_made_read_and_published_again(send):
    made = send("POST", "/surveys", DEFINITION)
    assert made.status_code == 201
    uid = made.json()["uid"]
    more = DEFINITION | {
        "questions": [*DEFINITION["questions"], {"key": "why", "kind": "long_text", "text": "Why?"}]
    }
    published = send("POST", f"/surveys/{uid}/versions", more).json()
    assert published["version"] == 2
    assert send("POST", f"/surveys/{uid}/versions", more).json()["version"] == 2
    assert [one["number"] for one in send("GET", f"/surveys/{uid}/versions").json()["items"]] == [2, 1]
    assert send("GET", f"/surveys/{uid}/versions/1").json()["definition"]["questions"][1]["key"] == "dish"
    assert b"kind: long_text" in send("GET", f"/surveys/{uid}/file").content
    assert [one["uid"] for one in send("GET", "/surveys").json()["items"]] == [uid]


def test_an_archived_survey_leaves_the_list(send):
    uid = send("POST", "/surveys", DEFINITION).json()["uid"]
    assert send("POST", f"/surveys/{uid}/archive").json()["is_archived"]
    assert send("GET", "/surveys").json()["items"] == []
    assert len(send("GET", "/surveys?include_archived=true").json()["items"]) == 1


def test_surveys_come_a_page_at_a_time(send):
    for name in ("Visit", "Delivery", "Exit", "Delivery, by van"):
        send("POST", "/surveys", DEFINITION | {"name": name})
    first = send("GET", "/surveys?limit=3").json()
    assert [one["name"] for one in first["items"]] == ["Delivery", "Delivery, by van", "Exit"]
    assert first["items"][0]["questions"]
    second = send("GET", f"/surveys?limit=3&cursor={first['next_cursor']}").json()
    assert ([one["name"] for one in second["items"]], second["next_cursor"]) == (["Visit"], None)
    found = send("GET", "/surveys?search=deliv").json()["items"]
    assert [one["name"] for one in found] == ["Delivery", "Delivery, by van"]
    assert send("GET", "/surveys?cursor=nonsense").status_code == 422


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"name": " "}, "name"),
        ({"questions": []}, "questions"),
        ({"questions": [{"key": "a b", "kind": "nps", "text": "?"}]}, "questions[0].key"),
        ({"questions": [{"key": "a", "kind": "npx", "text": "?"}]}, "questions[0].kind"),
        ({"questions": [{"key": "a", "kind": "nps", "text": ""}]}, "questions[0].text"),
        ({"questions": [{"key": "a", "kind": "nps", "text": "?"}] * 2}, "questions"),
        (
            {"questions": [{"key": "a", "kind": "csat", "text": "?", "scale": {"low": 0, "high": 9}}]},
            "questions[0].scale",
        ),
    ],
)
def test_what_is_wrong_is_named_by_its_place(send, change, place):
    response = send("POST", "/surveys", DEFINITION | change)
    assert response.status_code == 422
    assert place in [error["field"] for error in response.json()["errors"]]


def test_a_draft_is_kept_and_published(send):
    made = send("POST", "/surveys?as_draft=true", {"name": "Early", "questions": []}).json()
    assert (made["version"], made["has_draft"]) == (None, True)
    address = f"/surveys/{made['uid']}"
    assert send("GET", f"{address}/file").status_code == 409
    assert send("POST", f"{address}/draft/publish").status_code == 422
    assert send("PUT", f"{address}/draft", DEFINITION).json()["name"] == "Visit"
    assert send("GET", f"{address}/draft").json()["definition"]["name"] == "Visit"
    assert send("POST", f"{address}/draft/publish").json()["version"] == 1
    assert send("GET", f"{address}/draft").json() == {"definition": None}
    assert send("DELETE", f"{address}/draft").json()["has_draft"] is False


WHOLE = {
    "name": "Whole",
    "language": "en",
    "languages": ["de"],
    "title": {"en": "Your visit", "de": "Ihr Besuch"},
    "intro": "Two minutes.",
    "topic": "visits",
    "look": {"accent": "#0a5cd8", "theme": "dark", "layout": "all"},
    "questions": [
        {
            "key": "nps",
            "kind": "nps",
            "text": {"en": "How likely?", "de": "Wie wahrscheinlich?"},
            "scale": {
                "low": 0, "high": 10, "direction": "higher_is_better", "top_box": [9, 10],
                "labels": {"0": {"en": "not at all", "de": "gar nicht"}, "10": "very"},
            },
        },
        {
            "key": "why",
            "kind": "long_text",
            "text": "Why?",
            "help": "In your own words.",
            "settings": {"longest": 500},
            "known_as": "reason",
            "show_if": [
                {"field": "class.nps", "values": ["detractor"]},
                {"field": "answer.nps", "comparison": "at_least", "values": ["2"]},
            ],
        },
        {
            "key": "dish",
            "kind": "multiple_choice",
            "text": "Dish?",
            "options": [{"key": "soup", "label": "Soup"}, {"key": "no", "label": "No", "is_exclusive": True}],
        },
    ],
    "endings": [
        {
            "key": "sorry", "text": "Sorry.", "detail": "We will look into it.", "button": "Back",
            "url": "https://example.org/", "show_if": [{"field": "class.nps", "values": ["detractor"]}],
        },
        {"key": "bye", "text": {"en": "Thanks.", "de": "Danke."}},
    ],
}  # fmt: skip


def test_every_field_comes_back_as_it_was_given(send):
    uid = send("POST", "/surveys", WHOLE).json()["uid"]
    assert send("GET", f"/surveys/{uid}/versions/1").json()["definition"] == WHOLE
    assert send("POST", f"/surveys/{uid}/versions", WHOLE).json()["version"] == 1


def test_what_changed_between_versions_is_told(send):
    uid = send("POST", "/surveys", WHOLE).json()["uid"]
    questions = [WHOLE["questions"][0] | {"help": "Honestly."}, *WHOLE["questions"][2:]]
    send("POST", f"/surveys/{uid}/versions", WHOLE | {"questions": questions, "intro": "One minute."})
    told = send("GET", f"/surveys/{uid}/differences?before=1&after=2").json()
    assert [(one["key"], one["change"], one["fields"]) for one in told["questions"]] == [
        ("nps", "changed", ["help"]), ("why", "removed", []),
    ]  # fmt: skip
    assert told["questions"][0]["after"]["help"] == "Honestly."
    assert told["frame"] == [{"place": "intro", "before": "Two minutes.", "after": "One minute."}]
    assert send("GET", f"/surveys/{uid}/differences").json() == told
    assert send("GET", f"/surveys/{uid}/differences?before=1&after=3").status_code == 404


def changed(**change):
    return WHOLE | change


def asked(number, **change):
    questions = [dict(question) for question in WHOLE["questions"]]
    questions[number] |= change
    return WHOLE | {"questions": questions, "endings": []}


def shown_if(field, *values, comparison="is", at=2):
    return asked(at, show_if=[{"field": field, "comparison": comparison, "values": list(values)}])


@pytest.mark.parametrize(
    ("survey", "place"),
    [
        (shown_if("answer.none", "1"), "questions[2].show_if[0].field"),
        (shown_if("answer.dish", "soup"), "questions[2].show_if[0].field"),
        (shown_if("answer.dish", "soup", at=1), "questions[1].show_if[0].field"),
        (shown_if("nps", "1"), "questions[2].show_if[0].field"),
        (shown_if("class.why", "top"), "questions[2].show_if[0].field"),
        (shown_if("class.nps", "top"), "questions[2].show_if[0].values"),
        (shown_if("answer.nps", "11"), "questions[2].show_if[0].values"),
        (shown_if("answer.nps", "many", comparison="at_least"), "questions[2].show_if[0].values"),
        (shown_if("answer.nps", "1", "2", comparison="at_most"), "questions[2].show_if[0].values"),
        (shown_if("answer.nps", "1", comparison="known"), "questions[2].show_if[0].values"),
        (shown_if("answer.nps"), "questions[2].show_if[0].values"),
        (asked(1, text="Why {answer.dish}?"), "questions.why.text"),
        (asked(1, text="Why {answer.none}?"), "questions.why.text"),
        (asked(1, settings={"longest": 0}), "questions[1].settings.longest"),
        (asked(1, settings={"shuffle": True}), "questions[1].settings.shuffle"),
        (asked(1, picture={"uid": "../etc"}), "questions[1].picture.uid"),
        (asked(1, known_as="a\nb"), "questions[1].known_as"),
        (asked(1, text={"Deutsch!": "Warum?"}), "questions.why.text"),
        (changed(languages=["de", "de"]), "languages[1]"),
        (changed(languages=["en"]), "languages[0]"),
        (changed(languages=["x"]), "languages[0]"),
        (changed(language="??"), "language"),
        (changed(look={"accent": "red"}), "look.accent"),
        (changed(endings=[{"key": "a", "text": "x", "url": "javascript:alert(1)"}]), "endings[0].url"),
        (changed(endings=[{"key": "a", "text": "x", "url": "https://a:b@c.example/"}]), "endings[0].url"),
        (changed(endings=[{"key": "a", "text": " "}]), "endings[0].text"),
        (changed(endings=[{"key": "a", "text": "x"}] * 2), "endings[1].key"),
        (changed(topic="x" * 81), "topic"),
        (changed(title="x" * 301), "title"),
    ],
)
def test_what_cannot_be_asked_is_named_by_its_place(send, survey, place):
    response = send("POST", "/surveys", survey)
    assert response.status_code == 422
    assert place in [error["field"] for error in response.json()["errors"]]


def test_surveys_begin_with_a_template(send):
    keys = [one["key"] for one in send("GET", "/survey-templates").json()["items"]]
    assert keys[:2] == ["nps", "csat"]
    assert "ar" in send("GET", "/survey-templates/nps").json()["languages"]
    assert send("GET", "/survey-templates/none").status_code == 404
    made = send("POST", "/survey-templates/ces/survey", {"language": "de", "languages": ["en"]})
    assert (made.status_code, made.json()["version"], made.json()["name"]) == (201, None, "Aufwand (CES 2.0)")
    wrong = send("POST", "/survey-templates/ces/survey", {"language": "ar"})
    assert wrong.json()["errors"][0]["field"] == "language"


def test_surveys_of_other_systems_come_in_as_drafts_and_go_out(send):
    theirs = {"title": "Short", "elements": [{"type": "comment", "name": "why"}, {"type": "signaturepad"}]}
    made = send("POST", "/survey-imports", theirs)
    assert made.status_code == 201
    assert (made.json()["survey"]["name"], made.json()["survey"]["has_draft"]) == ("Short", True)
    assert [note["what"] for note in made.json()["left_out"]] == ["a question of the type signaturepad"]
    assert send("POST", "/survey-imports?format=qsf", theirs).status_code == 422
    uid = made.json()["survey"]["uid"]
    out = send("GET", f"/surveys/{uid}/export?format=surveyjs").json()
    assert '"comment"' in out["text"]
    whole = send("POST", "/surveys", WHOLE).json()["uid"]
    qsf = send("GET", f"/surveys/{whole}/file?format=qsf")
    assert b'"SurveyEntry"' in qsf.content
    notes = send("GET", f"/surveys/{whole}/export?format=qsf").json()["left_out"]
    assert "the endings" in {note["what"] for note in notes}


def test_charlie_sees_nothing(send, cast, client):
    uid = send("POST", "/surveys", DEFINITION).json()["uid"]
    other = {"Authorization": f"Bearer {accounts.key(cast.other)}"}
    assert client.get(f"/api/v1/surveys/{uid}", headers=other).status_code == 404
    assert client.get("/api/v1/surveys", headers=other).json()["items"] == []


def test_a_survey_is_linted_without_being_kept(send):
    asked = {"key": "nps", "kind": "nps", "text": "How great are we?"}
    audience = [{"field": "attribute.last_nps", "comparison": "at_least", "values": [9]}]
    said = send("POST", "/surveys/lint", {"name": "Any", "questions": [asked], "audience": audience}).json()
    assert {each["rule"] for each in said["findings"]} == {"leading", "missing_why", "promoters_only"}
    (leading,) = [each for each in said["findings"] if each["rule"] == "leading"]
    assert (leading["place"], leading["severity"]) == ("questions[0].text.en", "problem")
    assert said["minutes"] > 0
    assert send("GET", "/surveys").json()["items"] == []
