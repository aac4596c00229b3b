from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from tests.make.surveys import question

from heedful.design.surveys.types import Option, Scale
from heedful.listen.channels.sms.keywords import Keyword, keyword
from heedful.listen.channels.sms.replies import Reply, option_in, read, score_in

NPS = Scale(0, 10)


@pytest.mark.parametrize(
    ("text", "value", "rest"),
    [
        ("9", 9, ""),
        (" 10 ", 10, ""),
        ("0", 0, ""),
        ("nine", 9, ""),
        ("Nine!", 9, ""),
        ("9 great service", 9, "great service"),
        ("9. Friendly staff", 9, "Friendly staff"),
        ("9,sehr gut", 9, "sehr gut"),
        ("10/10", 10, ""),
        ("9/10 nice", 9, "nice"),
        ("10 out of 10", 10, ""),
        ("ten out of ten", 10, ""),
        ("I'd give it a 9 because of the staff", 9, "because of the staff"),
        ("neun", 9, ""),
        ("Fünf", 5, ""),
        ("neun, weil nett", 9, "weil nett"),
        ("Ich gebe eine 8", 8, ""),
        ("8 von 10", 8, ""),
        ("neuf", 9, ""),
        ("neuf sur dix", 9, ""),
        ("8 sur 10", 8, ""),
        ("nueve", 9, ""),
        ("nueve de diez", 9, ""),
        ("le doy un 7", 7, ""),
        ("9️⃣", 9, ""),
        ("🔟", 10, ""),
        ("٩", 9, ""),
        ("９", 9, ""),
        ("#8", 8, ""),
    ],
)
def test_a_score_is_read(text, value, rest):
    assert score_in(text, NPS) == Reply(value, rest)


@pytest.mark.parametrize(
    "text",
    [
        "", "ok", "thanks", "11", "-1x", "100", "9.5", "8-9", "8 or 9", "7 oder 8", "4/5", "9/5",
        "2 hours waiting", "waited 2 hours", "2 Stunden gewartet", "3 Minuten", "one of the best",
        "5 stars", "50%", "9 %", "nine lives of a cat", "call +49 151 1234567",
    ],
)  # fmt: skip
def test_in_doubt_there_is_no_score(text):
    assert score_in(text, NPS) is None


def test_the_scale_of_the_question_decides():
    assert score_in("6", Scale(1, 5)) is None
    assert score_in("5/5", Scale(1, 5)) == Reply(5)
    assert score_in("5 stars, lovely", Scale(1, 5)) == Reply(5, "lovely")


@given(st.integers(0, 10), st.sampled_from(["", "!", ".", " ", "\n", " because it was good"]))
def test_every_step_is_read_with_what_follows(value, after):
    found = score_in(f"{value}{after}", NPS)
    assert found is not None
    assert found.value == value


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text):
    found = score_in(text, NPS)
    assert found is None or NPS.holds(int(found.value))
    keyword(text)


def test_thumbs_and_stars_are_read_as_signs():
    thumbs = question("ok", "thumbs", scale=Scale(0, 1))
    assert read("👍🏽 thanks", thumbs) == Reply(1, "thanks")
    assert read("👎", thumbs) == Reply(0)
    assert read("⭐⭐⭐⭐", question("s", "stars", scale=Scale(1, 5))) == Reply(4)


def test_options_are_named_by_number_or_label():
    options = (Option("red", {"en": "Red", "de": "Rot"}), Option("blue", {"en": "Dark blue"}))
    assert option_in("2", options) == Reply("blue")
    assert option_in("rot!", options) == Reply("red")
    assert option_in("dark  BLUE", options) == Reply("blue")
    assert option_in("3", options) is None
    assert option_in("green", options) is None


@pytest.mark.parametrize(
    "text",
    [
        "STOP", "stop.", "Stop", "STOPP", "stop stop stop", "UNSUBSCRIBE", "Abmelden", "arrêt", "Arrêter!",
        "PARAR", "baja", "Basta", "ferma", "Cancelar", "sair", "afmelden", "Uitschrijven", "wypisz",
        "avsluta", "إيقاف", "please stop texting me", "don't text me", "opt-out",
        "Bitte keine SMS mehr", "no quiero recibir más",
    ],
)  # fmt: skip
def test_stop_is_heard_in_every_language(text):
    assert keyword(text) is Keyword.STOP


@pytest.mark.parametrize(
    ("text", "command"),
    [("HELP", Keyword.HELP), ("Hilfe?", Keyword.HELP), ("aide", Keyword.HELP), ("ayuda", Keyword.HELP),
     ("START", Keyword.START), ("unstop", Keyword.START), ("démarrer", Keyword.START)],
)  # fmt: skip
def test_other_commands(text, command):
    assert keyword(text) is command


@pytest.mark.parametrize(
    "text",
    ["9", "The endless queue has no end in sight", "You stop at nothing to help, thank you so very much", ""],
)
def test_an_answer_is_no_command(text):
    assert keyword(text) is None
