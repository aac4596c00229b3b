"""What SMS say unless somebody writes something else: short, for every segment costs."""

from __future__ import annotations

from dataclasses import dataclass

from heedful.design.surveys.languages import normal


@dataclass(frozen=True, slots=True)
class Script:
    """What is said in a talk; gaps as in letters, and {question} {low} {high} {options} {link}."""

    score: str  # the invitation where the first question is a scale
    choice: str  # … where it is a choice
    link: str  # … where it can only be answered on a page
    reminder: str  # before the invitation, once more
    again: str  # a reply that names no step
    stopped: str
    started: str
    help: str


EDITED = ("score", "choice", "link", "reminder", "again")  # the others are about no survey
_SCRIPTS = {
    "en": Script(
        "{organization}: {question} Reply with a number from {low} to {high}. STOP to opt out.",
        "{organization}: {question} Reply with a number: {options}. STOP to opt out.",
        "{organization} would like to hear from you: {link} STOP to opt out.",
        "A reminder. ",
        "Sorry, we did not understand. Please reply with a number from {low} to {high}.",
        "{organization}: You will not be asked any more. START to be asked again.",
        "{organization}: Welcome back. STOP to opt out.",
        "{organization} asks for opinions by SMS. Reply to the question, or STOP to opt out.",
    ),
    "de": Script(
        "{organization}: {question} Antworten Sie mit einer Zahl von {low} bis {high}. STOP zum Abmelden.",
        "{organization}: {question} Antworten Sie mit einer Zahl: {options}. STOP zum Abmelden.",
        "{organization} möchte Ihre Meinung hören: {link} STOP zum Abmelden.",
        "Zur Erinnerung. ",
        "Das haben wir nicht verstanden. Bitte antworten Sie mit einer Zahl von {low} bis {high}.",
        "{organization}: Sie werden nicht mehr gefragt. START, um wieder gefragt zu werden.",
        "{organization}: Willkommen zurück. STOP zum Abmelden.",
        "{organization} fragt per SMS nach Meinungen. Antworten Sie auf die Frage oder STOP zum Abmelden.",
    ),
    "fr": Script(
        "{organization} : {question} Répondez par un chiffre de {low} à {high}. STOP pour ne plus recevoir.",
        "{organization} : {question} Répondez par un chiffre : {options}. STOP pour ne plus recevoir.",
        "{organization} aimerait avoir votre avis : {link} STOP pour ne plus recevoir.",
        "Rappel. ",
        "Nous n'avons pas compris. Merci de répondre par un chiffre de {low} à {high}.",
        "{organization} : nous ne vous solliciterons plus. START pour reprendre.",
        "{organization} : bon retour. STOP pour ne plus recevoir.",
        "{organization} demande des avis par SMS. Répondez à la question, ou STOP pour ne plus recevoir.",
    ),
    "es": Script(
        "{organization}: {question} Responda con un número del {low} al {high}. STOP para no recibir más.",
        "{organization}: {question} Responda con un número: {options}. STOP para no recibir más.",
        "{organization} quiere conocer su opinión: {link} STOP para no recibir más.",
        "Recordatorio. ",
        "No le hemos entendido. Responda con un número del {low} al {high}, por favor.",
        "{organization}: no le preguntaremos más. START para volver.",
        "{organization}: bienvenido de nuevo. STOP para no recibir más.",
        "{organization} pide opiniones por SMS. Responda a la pregunta, o STOP para no recibir más.",
    ),
    "ar": Script(
        "{organization}: {question} أجب برقم من {low} إلى {high}. أرسل STOP لإيقاف الرسائل.",
        "{organization}: {question} أجب برقم: {options}. أرسل STOP لإيقاف الرسائل.",
        "تودّ {organization} معرفة رأيك: {link} أرسل STOP لإيقاف الرسائل.",
        "تذكير. ",
        "عذرًا، لم نفهم. أجب برقم من {low} إلى {high}.",
        "{organization}: لن نسألك بعد الآن. أرسل START للعودة.",
        "{organization}: مرحبًا بعودتك. أرسل STOP لإيقاف الرسائل.",
        "{organization} تسأل عن الآراء بالرسائل القصيرة. أجب عن السؤال أو أرسل STOP.",
    ),
}
LANGUAGES = tuple(_SCRIPTS)


def usual_script(language: str) -> Script:
    code = normal(language).partition("-")[0]
    return _SCRIPTS.get(code, _SCRIPTS["en"])
