"""Words that command instead of answer, in whichever language they come."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Keyword(StrEnum):
    STOP = "stop"
    START = "start"
    HELP = "help"


# First the words that carriers make binding everywhere, then those of languages, without accents.
_STOP = """
stop stopall unsubscribe cancel end quit optout revoke remove
stopp abmelden abbestellen ende aufhoren
arret arreter arretez desabonner desinscrire
parar alto baja cancelar
ferma basta annulla disiscrivi
sair remover descadastrar
afmelden stoppen uitschrijven
wypisz rezygnuje koniec
avsluta avregistrera afmeld avmeld
توقف ايقاف الغاء
""".split()
_START = """
start unstop resume
anmelden
reprendre demarrer
iniciar empezar
inizia riprendi
comecar
aanmelden
wznow
ابدا
""".split()
_HELP = "help info hilfe aide ayuda aiuto ajuda hulp pomoc hjalp مساعده مساعدة".split()
_WORDS = {
    **dict.fromkeys(_STOP, Keyword.STOP),
    **dict.fromkeys(_START, Keyword.START),
    **dict.fromkeys(_HELP, Keyword.HELP),
}
# Said in a sentence, whichever way: who asks to be left alone is left alone.
_PHRASES = (
    "opt out", "stop texting", "stop messaging", "stop sending", "please stop", "stop please", "stop it",
    "do not text", "dont text", "do not contact", "dont contact", "leave me alone", "take me off",
    "remove me", "bitte stoppen", "bitte aufhoren", "nicht mehr schreiben", "keine sms mehr",
    "keine nachrichten mehr", "ne plus recevoir", "arretez de", "no quiero recibir", "no me escriban",
    "dejen de", "non voglio ricevere", "nao quero receber", "geen sms meer", "niet meer sturen",
)  # fmt: skip
LONGEST_COMMAND = 8  # words; what is longer tells something


def keyword(text: str) -> Keyword | None:
    """Return the command of a reply, None when it is an answer.

    A single word decides; in a short sentence only a wish to be left alone does.
    """
    words = bare(text).split()
    if len(words) == 1:
        return _WORDS.get(words[0])
    if 1 < len(words) <= LONGEST_COMMAND:
        said = f" {' '.join(words)} "
        if any(f" {phrase} " in said for phrase in _PHRASES):
            return Keyword.STOP
        if len(set(words)) == 1:  # STOP STOP STOP
            return _WORDS.get(words[0])
    return None


def bare(text: str) -> str:
    """Return the words alone: lower case, without accents, signs and emoji."""
    split = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("'", "").replace("’", ""))
    letters = "".join(letter for letter in split if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", letters.lower()))
