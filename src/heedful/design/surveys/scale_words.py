"""Words at the ends of the usual scales, shown where a survey has none of its own."""

from __future__ import annotations

type Ends = dict[str, tuple[str, str]]  # words of the lowest and the highest step, by language

_LIKELY: Ends = {
    "en": ("Not at all likely", "Extremely likely"),
    "de": ("Überhaupt nicht wahrscheinlich", "Äußerst wahrscheinlich"),
    "fr": ("Pas du tout probable", "Extrêmement probable"),
    "es": ("Nada probable", "Extremadamente probable"),
    "ar": ("غير محتمل على الإطلاق", "محتمل للغاية"),
    "it": ("Per niente probabile", "Estremamente probabile"),
    "nl": ("Helemaal niet waarschijnlijk", "Zeer waarschijnlijk"),
    "pt": ("Nada provável", "Extremamente provável"),
    "pl": ("Bardzo mało prawdopodobne", "Bardzo prawdopodobne"),
}
_SATISFIED: Ends = {
    "en": ("Very dissatisfied", "Very satisfied"),
    "de": ("Sehr unzufrieden", "Sehr zufrieden"),
    "fr": ("Très insatisfait", "Très satisfait"),
    "es": ("Muy insatisfecho", "Muy satisfecho"),
    "ar": ("غير راضٍ تمامًا", "راضٍ تمامًا"),
    "it": ("Molto insoddisfatto", "Molto soddisfatto"),
    "nl": ("Zeer ontevreden", "Zeer tevreden"),
    "pt": ("Muito insatisfeito", "Muito satisfeito"),
    "pl": ("Bardzo niezadowolony", "Bardzo zadowolony"),
}
_AGREE: Ends = {
    "en": ("Strongly disagree", "Strongly agree"),
    "de": ("Stimme überhaupt nicht zu", "Stimme voll und ganz zu"),
    "fr": ("Pas du tout d’accord", "Tout à fait d’accord"),
    "es": ("Totalmente en desacuerdo", "Totalmente de acuerdo"),
    "ar": ("لا أوافق بشدة", "أوافق بشدة"),
    "it": ("Per niente d’accordo", "Completamente d’accordo"),
    "nl": ("Helemaal mee oneens", "Helemaal mee eens"),
    "pt": ("Discordo totalmente", "Concordo totalmente"),
    "pl": ("Zdecydowanie się nie zgadzam", "Zdecydowanie się zgadzam"),
}
_QUALITY: Ends = {
    "en": ("Very poor", "Excellent"),
    "de": ("Sehr schlecht", "Ausgezeichnet"),
    "fr": ("Très mauvais", "Excellent"),
    "es": ("Muy malo", "Excelente"),
    "ar": ("سيئ جدًا", "ممتاز"),
    "it": ("Pessimo", "Eccellente"),
    "nl": ("Zeer slecht", "Uitstekend"),
    "pt": ("Muito mau", "Excelente"),
    "pl": ("Bardzo źle", "Doskonale"),
}
_THUMBS: Ends = {
    "en": ("Thumb down", "Thumb up"),
    "de": ("Daumen runter", "Daumen hoch"),
    "fr": ("Pouce vers le bas", "Pouce vers le haut"),
    "es": ("Pulgar abajo", "Pulgar arriba"),
    "ar": ("إبهام لأسفل", "إبهام لأعلى"),
    "it": ("Pollice in giù", "Pollice in su"),
    "nl": ("Duim omlaag", "Duim omhoog"),
    "pt": ("Polegar para baixo", "Polegar para cima"),
    "pl": ("Kciuk w dół", "Kciuk w górę"),
}
ENDS: dict[str, Ends] = {
    "nps": _LIKELY,
    "enps": _LIKELY,
    "csat": _SATISFIED,
    "osat": _SATISFIED,
    "ces": _AGREE,
    "stars": _QUALITY,
    "smileys": _SATISFIED,
    "thumbs": _THUMBS,
}
