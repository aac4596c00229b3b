"""The few words of the widget that no survey brings, in the languages respondents are asked in.

Not gettext: a survey may be asked in languages in which Heedful's own pages do not exist.
"""

from __future__ import annotations

from heedful.design.surveys.languages import normal

_KEYS = (
    "close", "back", "next", "send", "required", "number", "between", "name", "email", "phone", "company",
    "consent", "needs_consent", "elsewhere", "open",
)  # fmt: skip
_WORDS = {
    "en": (
        "Close", "Back", "Next", "Send", "Please answer this question.", "Please give a number.",
        "Please choose from {least} to {most}.", "Name", "Email", "Phone", "Company",
        "You may contact me about this.", "Please agree to be contacted, or leave the fields empty.",
        "The next question needs a page of its own.", "Go on in a new tab",
    ),
    "de": (
        "Schließen", "Zurück", "Weiter", "Senden", "Bitte beantworten Sie diese Frage.",
        "Bitte geben Sie eine Zahl an.", "Bitte wählen Sie {least} bis {most}.", "Name", "E-Mail", "Telefon",
        "Unternehmen", "Sie dürfen mich dazu kontaktieren.",
        "Bitte stimmen Sie der Kontaktaufnahme zu oder lassen Sie die Felder leer.",
        "Die nächste Frage braucht eine eigene Seite.", "In neuem Tab fortfahren",
    ),
    "fr": (
        "Fermer", "Retour", "Suivant", "Envoyer", "Veuillez répondre à cette question.",
        "Veuillez indiquer un nombre.", "Veuillez choisir de {least} à {most}.", "Nom", "E-mail", "Téléphone",
        "Entreprise", "Vous pouvez me contacter à ce sujet.",
        "Veuillez accepter d’être contacté, ou laissez les champs vides.",
        "La question suivante demande une page à part.", "Continuer dans un nouvel onglet",
    ),
    "es": (
        "Cerrar", "Atrás", "Siguiente", "Enviar", "Responda a esta pregunta, por favor.",
        "Indique un número, por favor.", "Elija de {least} a {most}, por favor.", "Nombre",
        "Correo electrónico", "Teléfono", "Empresa", "Pueden contactarme sobre esto.",
        "Acepte que le contactemos o deje los campos vacíos.",
        "La siguiente pregunta necesita una página propia.", "Continuar en una pestaña nueva",
    ),
    "ar": (
        "إغلاق", "رجوع", "التالي", "إرسال", "يرجى الإجابة عن هذا السؤال.", "يرجى إدخال رقم.",
        "يرجى اختيار من {least} إلى {most}.", "الاسم", "البريد الإلكتروني", "الهاتف", "الشركة",
        "يمكنكم التواصل معي بهذا الشأن.", "يرجى الموافقة على التواصل معك أو ترك الحقول فارغة.",
        "يحتاج السؤال التالي إلى صفحة مستقلة.", "المتابعة في علامة تبويب جديدة",
    ),
    "it": (
        "Chiudi", "Indietro", "Avanti", "Invia", "Risponda a questa domanda, per favore.",
        "Indichi un numero, per favore.", "Scelga da {least} a {most}, per favore.", "Nome", "E-mail",
        "Telefono", "Azienda", "Potete contattarmi a questo proposito.",
        "Accetti di essere contattato o lasci vuoti i campi.",
        "La prossima domanda richiede una pagina a sé.", "Continua in una nuova scheda",
    ),
    "nl": (
        "Sluiten", "Terug", "Volgende", "Versturen", "Beantwoord deze vraag, alstublieft.",
        "Vul een getal in, alstublieft.", "Kies {least} tot {most}, alstublieft.", "Naam", "E-mail",
        "Telefoon", "Bedrijf", "U mag hierover contact met mij opnemen.",
        "Ga akkoord met contact of laat de velden leeg.",
        "De volgende vraag heeft een eigen pagina nodig.", "Ga verder in een nieuw tabblad",
    ),
    "pt": (
        "Fechar", "Voltar", "Seguinte", "Enviar", "Responda a esta pergunta, por favor.",
        "Indique um número, por favor.", "Escolha de {least} a {most}, por favor.", "Nome", "E-mail",
        "Telefone", "Empresa", "Podem contactar-me sobre isto.",
        "Aceite ser contactado ou deixe os campos vazios.",
        "A pergunta seguinte precisa de uma página própria.", "Continuar num novo separador",
    ),
    "pl": (
        "Zamknij", "Wstecz", "Dalej", "Wyślij", "Prosimy odpowiedzieć na to pytanie.",
        "Prosimy podać liczbę.", "Prosimy wybrać od {least} do {most}.", "Imię i nazwisko", "E-mail",
        "Telefon", "Firma", "Można się ze mną skontaktować w tej sprawie.",
        "Prosimy zgodzić się na kontakt albo zostawić puste pola.",
        "Następne pytanie wymaga osobnej strony.", "Kontynuuj w nowej karcie",
    ),
}  # fmt: skip


def words_in(language: str) -> dict[str, str]:
    """Return the widget's words in a language, else in English."""
    code = normal(language)
    found = _WORDS.get(code) or _WORDS.get(code.partition("-")[0]) or _WORDS["en"]
    return dict(zip(_KEYS, found, strict=True))
