"""Languages that the detector's library does not know, and that its own do not suffer from them."""

from __future__ import annotations

import pytest

from heedful.understand.words.further_languages import further_language, language_of_script, runs, weights
from heedful.understand.words.language import language_of
from heedful.understand.words.reading import Comment, Reading

# None of these is among the sentences that it was trained on.
FURTHER = {
    "af": "Die seuns speel elke middag sokker en daarna gaan hulle nie sommer huis toe nie.",
    "cy": "Mae'r trên yn gadael am chwech ac mae angen i ni brynu tocynnau heddiw.",
    "ga": "Tá an traein ag imeacht ar a sé a chlog agus níl ticéad agam fós.",
    "hi": "Kal barish ki wajah se match nahi hua, sab log ghar wapas chale gaye.",
    "kk": "Пойыз сағат алтыда кетеді, біз бүгін билет сатып алуымыз керек.",
    "ky": "Поезд саат алтыда жөнөйт, биз бүгүн билет сатып алышыбыз керек.",
    "mk": "Возот тргнува во шест часот, па мораме денес да купиме билети што ќе важат и утре.",
    "mn": "Галт тэрэг зургаан цагт хөдөлнө, бид өнөөдөр тасалбар авах хэрэгтэй.",
    "sw": "Treni inaondoka saa kumi na mbili, kwa hiyo tunahitaji kununua tiketi leo.",
    "tg": "Қатора соати шаш меравад, мо бояд имрӯз чипта харем.",
    "uz": "Poyezd soat oltida jo'naydi, biz bugun chipta sotib olishimiz kerak.",
}
# Close to one of the above, or read as one by a rule too eager.
OWN = {
    "nl": "De trein vertrekt om zes uur en we moeten vandaag nog kaartjes kopen.",
    "sr": "Воз полази у шест сати и морамо данас да купимо карте.",
    "bg": "Влакът тръгва в шест часа и трябва да купим билети днес.",
    "ru": "Поезд отправляется в шесть часов, нам нужно купить билеты сегодня.",
    "tl": "Aalis ang tren ng alas-sais kaya kailangan nating bumili ng tiket ngayon.",
    "tr": "Tren saat altıda kalkıyor, bugün bilet almamız gerekiyor.",
    "es": "El tren sale a las seis y tenemos que comprar los billetes hoy.",
    "hi": "ट्रेन छह बजे निकलती है और हमें आज टिकट खरीदना है।",
    "en": "The train leaves at six and we have to buy the tickets today.",
}


def test_letters_that_look_welsh_do_not_outweigh_a_language_that_is_sure() -> None:
    text = "how much does it cost to add a dog"
    code, odds = further_language(text)
    assert (code, odds > 5) == ("cy", True)
    assert language_of(text).code == "en"


@pytest.mark.parametrize(("code", "text"), [*FURTHER.items(), *OWN.items()])
def test_a_sentence_is_told_from_itself_alone(code: str, text: str) -> None:
    assert language_of(text).code == code


def test_what_the_survey_expects_does_not_outweigh_a_clear_sentence() -> None:
    found = language_of(FURTHER["sw"], "en")
    assert (found.code, found.is_sure, found.is_expected) == ("sw", True, False)


def test_a_few_words_are_in_the_language_expected() -> None:
    assert language_of("Nzuri sana", "en").is_expected
    assert language_of("Nzuri sana", "sw").code == "sw"


@pytest.mark.parametrize("text", ["Goeie diens", "Baie dankie", "Goede service", "Bedankt", "Дуже добре"])
def test_of_languages_near_to_one_another_a_few_words_tell_none(text: str) -> None:
    assert language_of(text).code not in {"af", "mk"}


@pytest.mark.parametrize(
    ("text", "code"),
    [("សេវាកម្មល្អណាស់ សូមអរគុណ", "km"), ("ဝန်ဆောင်မှုအရမ်းကောင်းပါတယ်", "my"), ("සේවාව ඉතා හොඳයි", "si")],
)
def test_a_script_of_one_language_tells_it(text: str, code: str) -> None:
    assert language_of(text).code == code
    assert language_of_script(f"Great service, see you soon: {text[:3]}") is None


@pytest.mark.parametrize("text", ["", "a", "\x00", "\ud800x", "🙂" * 500, "ab " * 10_000])
def test_any_text_has_runs_of_length_one(text: str) -> None:
    places, shares = runs(text)
    assert len(places) == len(set(places.tolist())) == len(shares)
    assert float((shares**2).sum()) == pytest.approx(1)
    assert further_language(text)[0] in weights().languages


@pytest.mark.parametrize(
    ("code", "text", "label"),
    [
        ("de", "Der Zug kam pünktlich und der Schaffner war sehr freundlich.", "positive"),
        ("fr", "Trois semaines d'attente et personne ne répond, c'est honteux.", "negative"),
        ("pt", "Adorei o atendimento, voltarei com certeza!", "positive"),
        ("ar", "الخدمة سيئة جدا ولن أعود إلى هذا المكان مرة أخرى", "negative"),
        ("it", "Il negozio apre alle nove e chiude alle sei.", "neutral"),
    ],
)
def test_sentiment_in_other_languages(reading: Reading, code: str, text: str, label: str) -> None:
    (found,) = reading.read([Comment(text, code)])
    assert found["sentiment"]["label"] == label
    assert "measured" not in found["sentiment"]
