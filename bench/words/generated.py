"""Comments with personal data in six locales, generated: every number has its right check digit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from heedful.methods.language.redaction import Kind, checksums

NAMES = {
    "en-US": ["Jordan Blake", "Maria Lopez", "Tyler O'Neil", "Denise Washington", "Ann-Marie Cole"],
    "en-GB": ["Alistair Finch", "Priya Nair", "Gemma Hughes", "Owen Pritchard", "Zoe Adeyemi"],
    "de": ["Jürgen Krause", "Aylin Yılmaz", "Hans-Peter Vogel", "Saskia Böhm", "Marlene Groß"],
    "fr": ["Chloé Lefèvre", "Jean-Luc Moreau", "Amina Benali", "Hélène Roux", "Théo Garnier"],
    "es": ["Lucía Ortega", "José Ibáñez", "Carmen Soler", "Álvaro Peña", "Inés Ríos"],
    "it": ["Giulia Ferri", "Marco D'Angelo", "Chiara Conti", "Luca Barbieri", "Elisa Gallo"],
}
STREETS = {
    "en-US": ["{n} Maple Street", "{n} Old Mill Road, Apt 4", "{n} Sunset Boulevard"],
    "en-GB": ["{n} Church Lane", "Flat 2, {n} Victoria Road", "{n} Kingsway Close"],
    "de": ["Lindenstraße {n}", "Am Alten Markt {n}", "Goetheplatz {n}, 60313 Frankfurt"],
    "fr": ["{n} rue Victor Hugo", "{n} bis avenue de la Gare", "{n}, place du Marché"],
    "es": ["Calle Mayor {n}", "Avenida de la Paz, {n}", "Plaza San Juan {n}"],
    "it": ["via Garibaldi {n}", "Corso Vittorio Emanuele {n}", "piazza Dante {n}"],
}
FRAMES = {
    "en": {
        Kind.NAME: [
            "I spoke to {x} and she was rude.",
            "My name is {x}.",
            "Mr {x} never called.",
            "{x} was great.",
        ],
        Kind.EMAIL: ["Write to me at {x} please.", "my mail: {x}"],
        Kind.PHONE: ["Call me on {x}.", "My number is {x}, after six."],
        Kind.CARD: ["You charged my card {x} twice.", "Card number {x}"],
        Kind.IBAN: ["Refund to {x} please.", "My account is {x}."],
        Kind.ID: ["My number is {x}.", "ID {x} was on the form."],
        Kind.LINK: ["The link {x} does not work.", "See {x}"],
        Kind.ADDRESS: ["Deliver to {x} next time.", "I live at {x}."],
    },
    "de": {
        Kind.NAME: [
            "Frau {x} war sehr unhöflich.",
            "Ich heiße {x}.",
            "Danke an {x} für die Hilfe.",
            "{x} war toll.",
        ],
        Kind.EMAIL: ["Bitte an {x} schreiben.", "Meine Mail: {x}"],
        Kind.PHONE: ["Rufen Sie mich unter {x} an.", "Meine Nummer ist {x}."],
        Kind.CARD: ["Meine Karte {x} wurde zweimal belastet."],
        Kind.IBAN: ["Bitte auf {x} überweisen."],
        Kind.ID: ["Meine Steuer-ID ist {x}."],
        Kind.LINK: ["Der Link {x} geht nicht."],
        Kind.ADDRESS: ["Bitte an {x} liefern.", "Ich wohne {x}."],
    },
    "fr": {
        Kind.NAME: [
            "Madame {x} était désagréable.",
            "Je m'appelle {x}.",
            "Merci à {x} pour son aide.",
            "{x} était super.",
        ],
        Kind.EMAIL: ["Écrivez-moi à {x}."],
        Kind.PHONE: ["Appelez-moi au {x}."],
        Kind.CARD: ["Ma carte {x} a été débitée deux fois."],
        Kind.IBAN: ["Remboursez sur {x}."],
        Kind.ID: ["Mon numéro de sécurité sociale est {x}."],
        Kind.LINK: ["Le lien {x} ne marche pas."],
        Kind.ADDRESS: ["Livrez au {x}.", "J'habite {x}."],
    },
    "es": {
        Kind.NAME: [
            "La Sra. {x} fue muy grosera.",
            "Me llamo {x}.",
            "Gracias a {x} por su ayuda.",
            "{x} fue genial.",
        ],
        Kind.EMAIL: ["Escríbanme a {x}."],
        Kind.PHONE: ["Llámenme al {x}."],
        Kind.CARD: ["Cobraron mi tarjeta {x} dos veces."],
        Kind.IBAN: ["Devuelvan el dinero a {x}."],
        Kind.ID: ["Mi DNI es {x}."],
        Kind.LINK: ["El enlace {x} no funciona."],
        Kind.ADDRESS: ["Envíen a {x}.", "Vivo en {x}."],
    },
    "it": {
        Kind.NAME: [
            "La signora {x} è stata scortese.",
            "Mi chiamo {x}.",
            "Grazie a {x} per l'aiuto.",
            "{x} è stata brava.",
        ],
        Kind.EMAIL: ["Scrivetemi a {x}."],
        Kind.PHONE: ["Chiamatemi al {x}."],
        Kind.CARD: ["La mia carta {x} è stata addebitata due volte."],
        Kind.IBAN: ["Rimborso su {x}."],
        Kind.ID: ["Il mio codice fiscale è {x}."],
        Kind.LINK: ["Il link {x} non funziona."],
        Kind.ADDRESS: ["Consegnate in {x}.", "Abito in {x}."],
    },
}
BANKS = {
    "en-US": ("GB", 18),
    "en-GB": ("GB", 18),
    "de": ("DE", 18),
    "fr": ("FR", 23),
    "es": ("ES", 20),
    "it": ("IT", 23),
}
PHONES = {
    "en-US": ["(212) 555-0{d}{d}{d}", "+1 415 555 2{d}{d}{d}"],
    "en-GB": ["020 7946 0{d}{d}{d}", "+44 7700 900{d}{d}{d}", "07911 12{d}{d}{d}{d}"],
    "de": ["030 9018{d}{d}{d}{d}", "+49 151 2345{d}{d}{d}{d}", "0171/234{d}{d}{d}{d}"],
    "fr": ["01 42 68 {d}{d} {d}{d}", "+33 6 12 34 {d}{d} {d}{d}", "06.12.34.{d}{d}.{d}{d}"],
    "es": ["612 34 {d}{d} {d}{d}", "+34 91 123 4{d} {d}{d}"],
    "it": ["06 6982 {d}{d}{d}{d}", "+39 347 123 4{d}{d}{d}"],
}


def comments(per_kind: int = 40, seed: int = 7) -> Iterator[tuple[str, Kind, str, str]]:
    """Yield locale, kind, text, and the words in it that are personal data."""
    draw = Random(seed)
    for locale in NAMES:
        for kind in Kind:
            for _ in range(per_kind):
                value = _MAKERS[kind](draw, locale)
                frame = draw.choice(FRAMES[locale[:2]][kind])
                yield locale, kind, frame.format(x=value), value


def _digits(draw: Random, count: int) -> str:
    return "".join(str(draw.randrange(10)) for _ in range(count))


def _checked(make: Callable[[], str], check: Callable[[str], bool]) -> str:
    while not check(made := make()):
        pass
    return made


def _email(draw: Random, locale: str) -> str:
    first, last = draw.choice(NAMES[locale]).lower().replace("'", "").split(" ", 1)
    return draw.choice(
        [
            f"{first}.{last}@example.org",
            f"{last}{_digits(draw, 2)}@mail.example.com",
            f"{first}(at)example.net",
        ]
    )


def _phone(draw: Random, locale: str) -> str:
    pattern = draw.choice(PHONES[locale])
    while "{d}" in pattern:
        pattern = pattern.replace("{d}", _digits(draw, 1), 1)
    return pattern


def _card(draw: Random, _locale: str) -> str:
    digits = _checked(
        lambda: draw.choice(["4", "51", "55"]).ljust(2, "0") + _digits(draw, 14), checksums.luhn
    )
    parts = [digits[place : place + 4] for place in range(0, 16, 4)]
    return draw.choice(["", " ", "-"]).join(parts)


def _iban(draw: Random, locale: str) -> str:
    country, length = BANKS[locale]
    middle = "NWBK" if country == "GB" else "X" if country == "IT" else ""
    made = _checked(
        lambda: f"{country}{_digits(draw, 2)}{middle}{_digits(draw, length - len(middle))}", checksums.mod_97
    )
    return draw.choice([made, " ".join(made[place : place + 4] for place in range(0, len(made), 4))])


def _ssn(draw: Random) -> str:
    digits = _checked(lambda: _digits(draw, 9), checksums.social_security)
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"


def _nino(draw: Random) -> str:
    pairs = " ".join(_digits(draw, 2) for _ in range(3))
    return f"{draw.choice(['AB', 'CE', 'JK', 'PR'])} {pairs} {draw.choice('ABCD')}"


def _nir(draw: Random) -> str:
    born = f"{draw.choice('12')}{draw.randrange(30, 99)}{draw.randrange(1, 13):02d}"
    body = f"{born}{draw.randrange(10, 95)}{_digits(draw, 6)}"
    return f"{body}{97 - int(body) % 97:02d}"


def _codice(draw: Random) -> str:
    born = f"{draw.randrange(40, 99)}{draw.choice('ABCDEHLMPRST')}{draw.randrange(1, 28):02d}"
    return f"RSSMRA{born}F{_digits(draw, 3)}{chr(65 + draw.randrange(26))}"


_IDS: dict[str, Callable[[Random], str]] = {
    "en-US": _ssn,
    "en-GB": _nino,
    "de": lambda draw: _checked(lambda: str(draw.randrange(1, 10)) + _digits(draw, 10), checksums.iso_7064),
    "fr": _nir,
    "es": lambda draw: _checked(lambda: _digits(draw, 8) + draw.choice(_LETTERS), checksums.dni),
    "it": lambda draw: _checked(lambda: _codice(draw), checksums.codice_fiscale),
}
_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def _id(draw: Random, locale: str) -> str:
    return _IDS[locale](draw)


def _link(draw: Random, _locale: str) -> str:
    secret = "".join(draw.choice("abcdef0123456789") for _ in range(32))
    return draw.choice(
        [
            f"https://shop.example/reset?token={secret}",
            f"https://app.example/invite/{secret}",
            f"http://x.example/?session_id={secret[:12]}",
        ]
    )


def _address(draw: Random, locale: str) -> str:
    return draw.choice(STREETS[locale]).format(n=draw.randrange(1, 200))


_MAKERS: dict[Kind, Callable[[Random, str], str]] = {
    Kind.NAME: lambda draw, locale: draw.choice(NAMES[locale]),
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.CARD: _card,
    Kind.IBAN: _iban,
    Kind.ID: _id,
    Kind.LINK: _link,
    Kind.ADDRESS: _address,
}
