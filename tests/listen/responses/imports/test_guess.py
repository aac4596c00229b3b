"""First mappings for files nobody has described."""

import random

import pytest

from heedful.listen.responses.imports.look import look_at
from heedful.listen.responses.imports.questions import score_kind
from heedful.listen.responses.imports.types import Role


def guess(tmp_path, columns, rows=60, name="answers.csv"):
    """Write columns (name to a list that repeats) and return the guess by column."""
    path = tmp_path / name
    lines = [",".join(columns)]
    lines += [",".join(values[row % len(values)] for values in columns.values()) for row in range(rows)]
    path.write_text("\n".join(lines), "utf-8")
    look = look_at(path, name)
    return {column: taken[0] for column, taken in look.mapping.columns.items()}, look


ELEVEN = [str(number) for number in range(11)]
FIVE = ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("wording", "scale", "kind"),
    [
        ("nps", (0, 10), "nps"),
        ("netpro", (0, 10), "nps"),
        ("how likely are you to recommend us", (0, 10), "nps"),
        ("wie wahrscheinlich ist es dass sie uns weiterempfehlen", (0, 10), "nps"),
        ("how likely to recommend as a place to work", (0, 10), "enps"),
        ("career satisfaction", (0, 10), "rating"),
        ("importance", (0, 10), "rating"),
        ("would you recommend us", (1, 5), "rating"),
        ("csat score", (1, 5), "csat"),
        ("overall satisfaction", (1, 5), "osat"),
        ("satisfaction with the room", (1, 7), "rating"),
        ("how easy was it", (1, 7), "ces"),
        ("rating", (1, 5), "stars"),
        ("seat comfort", (1, 5), "rating"),
    ],
)
def test_only_recommending_makes_eleven_steps_an_nps(wording, scale, kind):
    assert score_kind(wording, scale) == kind


def test_a_usual_file(tmp_path):
    columns = {
        "response_id": [f"r-{number}" for number in range(60)],
        "Date": ["2024-05-01", "2024-05-02"],
        "NPS": ELEVEN,
        "Comment": ["The food was cold and late", "Quick and friendly as ever"],
        "Store": ["Wien", "Graz", "Linz"],
        "Plan": ["pro", "basic"],
        "Email": [f"p{number}@example.org" for number in range(60)],
        "Revenue": ["10.5", "200.25", "31"],
        "Newsletter": ["yes", "no"],
        "Language": ["de", "en"],
        "Nothing": [""],
    }
    found, look = guess(tmp_path, columns)
    assert {name: column.role.value for name, column in found.items()} == {
        "response_id": "response_id",
        "Date": "answered_at",
        "NPS": "question",
        "Comment": "comment",
        "Store": "unit",
        "Plan": "attribute",
        "Email": "contact_email",
        "Revenue": "attribute",
        "Newsletter": "attribute",
        "Language": "language",
        "Nothing": "ignore",
    }
    assert (found["Revenue"].kind, found["Newsletter"].kind) == ("number", "boolean")
    assert look.mapping.survey == "answers"


def test_few_answers_to_a_named_question(tmp_path):
    found, _ = guess(tmp_path, {"id": ["1", "2"], "nps": ["9", "3"]}, rows=2)
    assert found["nps"].kind == "nps"


def test_codes_for_no_answer_are_in_the_guess(tmp_path):
    found, look = guess(tmp_path, {"NETPRO": [*ELEVEN, "11"], "Q7FOOD": [*FIVE, "0", "6"]}, rows=400)
    assert found["NETPRO"].missing == ("11",)
    assert set(found["Q7FOOD"].missing) == {"0", "6"}
    assert any("11 (" in note for note in look.notes)


def test_groups_are_no_ratings(tmp_path):
    found, _ = guess(
        tmp_path, {"Q19AGE": ["1", "2", "3", "4", "5"], "LANG": ["1", "2", "3", "4"], "nps": ELEVEN}
    )
    assert found["Q19AGE"].role is Role.ATTRIBUTE
    assert found["LANG"].role is Role.ATTRIBUTE


def test_answers_in_words_become_steps(tmp_path):
    found, _ = guess(
        tmp_path,
        {
            "How satisfied are you?": ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied"],
            "Recommend": ["10 - certainly", *ELEVEN[:10]],
        },
    )
    assert found["How satisfied are you?"].values["Very satisfied"] == 5
    assert found["How satisfied are you?"].values["Very dissatisfied"] == 1
    assert found["How satisfied are you?"].kind == "csat"
    assert found["Recommend"].kind == "nps"


def test_places_nest_when_the_rows_say_so(tmp_path):
    columns = {
        "Region": ["N", "N", "S", "S"],
        "Store": ["a", "b", "c", "d"],
        "Country": ["X", "Y", "X", "Y", "Z"],
        "nps": ELEVEN,
    }
    found, _ = guess(tmp_path, columns)
    assert (found["Region"].role, found["Region"].depth) == (Role.UNIT, 1)
    assert (found["Store"].role, found["Store"].depth) == (Role.UNIT, 2)
    assert found["Country"].role is Role.ATTRIBUTE


def test_no_more_attributes_than_a_response_may_have(tmp_path):
    columns = {f"f{number}": ["a", "b", "c"] for number in range(320)} | {"nps": ELEVEN}
    found, _ = guess(tmp_path, columns)
    assert sum(column.role is Role.ATTRIBUTE for column in found.values()) == 300


@pytest.mark.parametrize("seed", range(5))
def test_any_table_gives_a_mapping_that_can_be_read_again(tmp_path, seed):
    from heedful.listen.responses.imports.mapping import write_mapping
    from heedful.listen.responses.imports.mapping_reader import read_mapping

    random_ = random.Random(seed)
    words = [
        "",
        "yes",
        "No",
        "3",
        "4,5",
        "2024-01-01",
        "N/A",
        "a@b.de",
        "x y",
        "99",
        "#",
        "{}",
        "null",
        "on: off",
    ]
    columns = {f"{random_.choice(words)} {number}": random_.sample(words, 5) for number in range(20)}
    columns = {
        name.replace(",", ";"): [cell.replace(",", ".") for cell in cells] for name, cells in columns.items()
    }
    _, look = guess(tmp_path, columns)
    assert read_mapping(write_mapping(look.mapping)) == look.mapping


def test_a_few_faults_do_not_hide_a_score(tmp_path):
    path = tmp_path / "answers.csv"
    values = ["10"] * 4 + ["8"] * 3 + ["3"] * 3 + ["6.5", "-1", "11", ""]
    path.write_text("nps,why\n" + "".join(f"{value},because {n}\n" for n, value in enumerate(values)))
    ((column,),) = [
        found for name, found in look_at(path, path.name).mapping.columns.items() if name == "nps"
    ]
    assert (column.kind, column.missing) == ("nps", ())
