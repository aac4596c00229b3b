"""What letters say unless somebody writes something else. Languages that are missing here read English."""

from __future__ import annotations

from heedful.design.surveys.languages import normal
from heedful.listen.channels.mail.types import FixedWords, LetterTexts, Occasion

_FOOTERS = {
    "en": "You get this mail because {organization} asks people it has to do with for their opinion.",
    "de": (
        "Sie erhalten diese Mail, weil {organization} Menschen, mit denen sie zu tun hat, um ihre "
        "Meinung bittet."
    ),
    "fr": (
        "Vous recevez ce message parce que {organization} demande leur avis aux personnes avec qui "
        "elle est en contact."
    ),
    "es": "Recibe este correo porque {organization} pide su opinión a las personas con las que trata.",
    "ar": "تصلك هذه الرسالة لأن {organization} تسأل من تتعامل معهم عن آرائهم.",
}
_INVITATIONS = {
    "en": LetterTexts(
        "{organization} would like to hear from you",
        "One click is enough to begin.",
        "Hello {contact.first_name|there},",
        (
            "We would like to know what your experience with {organization} is like. One click is "
            "enough to begin."
        ),
        "Answer",
    ),
    "de": LetterTexts(
        "{organization} möchte Ihre Meinung hören",
        "Ein Klick genügt für den Anfang.",
        "Guten Tag {contact.name},",
        (
            "wir möchten wissen, welche Erfahrungen Sie mit {organization} machen. Ein Klick genügt "
            "für den Anfang."
        ),
        "Antworten",
    ),
    "fr": LetterTexts(
        "{organization} aimerait avoir votre avis",
        "Un clic suffit pour commencer.",
        "Bonjour {contact.name},",
        "Nous aimerions connaître votre expérience avec {organization}. Un clic suffit pour commencer.",
        "Répondre",
    ),
    "es": LetterTexts(
        "{organization} quiere conocer su opinión",
        "Basta un clic para empezar.",
        "Hola {contact.first_name}:",
        "Nos gustaría saber cómo es su experiencia con {organization}. Basta un clic para empezar.",
        "Responder",
    ),
    "ar": LetterTexts(
        "تودّ {organization} معرفة رأيك",
        "نقرة واحدة تكفي للبدء.",
        "مرحبًا {contact.first_name}،",
        "نودّ أن نعرف كيف هي تجربتك مع {organization}. نقرة واحدة تكفي للبدء.",
        "أجب",
    ),
}
_REMINDERS = {
    "en": (
        "{organization} would still like to hear from you",
        "Some days ago we asked for your opinion. If you have a moment, we would still be glad to have it.",
    ),
    "de": (
        "Ihre Meinung interessiert {organization} weiterhin",
        (
            "vor einigen Tagen haben wir Sie nach Ihrer Meinung gefragt. Wenn Sie einen Moment haben, "
            "freuen wir uns noch immer darüber."
        ),
    ),
    "fr": (
        "Votre avis intéresse toujours {organization}",
        (
            "Il y a quelques jours, nous vous avons demandé votre avis. Si vous avez un instant, il "
            "nous intéresse toujours."
        ),
    ),
    "es": (
        "Su opinión sigue interesando a {organization}",
        "Hace unos días le pedimos su opinión. Si tiene un momento, todavía nos gustaría conocerla.",
    ),
    "ar": (
        "ما زال رأيك يهم {organization}",
        "سألناك قبل بضعة أيام عن رأيك. إن كان لديك لحظة فما زلنا نودّ معرفته.",
    ),
}
_WORDS = {
    "en": FixedWords(
        "Unsubscribe",
        "Choose what you are asked",
        "Answer with one click:",
        "Or open the survey:",
        "This is a test.",
    ),
    "de": FixedWords(
        "Abmelden",
        "Wählen, wonach Sie gefragt werden",
        "Mit einem Klick antworten:",
        "Oder die Umfrage öffnen:",
        "Dies ist ein Test.",
    ),
    "fr": FixedWords(
        "Se désabonner",
        "Choisir ce que l’on vous demande",
        "Répondre en un clic :",
        "Ou ouvrir l’enquête :",
        "Ceci est un test.",
    ),
    "es": FixedWords(
        "Darse de baja",
        "Elegir qué le preguntamos",
        "Responda con un clic:",
        "O abra la encuesta:",
        "Esto es una prueba.",
    ),
    "ar": FixedWords(
        "إلغاء الاشتراك", "اختر ما تُسأل عنه", "أجب بنقرة واحدة:", "أو افتح الاستبيان:", "هذه رسالة اختبار."
    ),
}
LANGUAGES = tuple(_INVITATIONS)


def usual_texts(occasion: Occasion, language: str) -> LetterTexts:
    """Return the usual letter in a language, with its footer."""
    code = _known(language)
    found = _INVITATIONS[code]
    subject, body = found.subject, found.body
    if occasion is Occasion.REMINDER:
        subject, body = _REMINDERS[code]
    return LetterTexts(subject, found.preheader, found.greeting, body, found.button, _FOOTERS[code])


def fixed_words(language: str) -> FixedWords:
    return _WORDS[_known(language)]


def _known(language: str) -> str:
    code = normal(language).partition("-")[0]
    return code if code in _INVITATIONS else "en"
