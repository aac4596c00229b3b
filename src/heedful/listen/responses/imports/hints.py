"""Words in the names of columns, and in the wording of questions, that tell what a column is."""

from __future__ import annotations

import re


def words_of(name: str) -> str:
    """Return a name as plain words: ``Q7OverallSat`` becomes ``q7 overall sat``."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=\d)(?=[A-Z][a-z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    apart = re.sub(r"(?i)^(q\d+)(?=[a-z]{2})", r"\1 ", apart)
    return " ".join("".join(letter if letter.isalnum() else " " for letter in apart).casefold().split())


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})")


RECOMMEND = _words(
    r"nps\b|net ?pro(m|\b)|enps\b|promoter|(would |likel|how |wahrschein).*(recommend|refer)|recommend"
    r"|weiterempf|empfehl|recomend|recommand|raccomand|aanbevel|推荐|推薦|おすすめ|薦め"
)
NPS = _words(r"e?nps\b|net ?pro|promoter")
NOT_THE_ANSWER = _words(
    r"(nps|net promoter|csat|ces|score) "
    r"(category|group|class|segment|type|bucket|comment|reason|feedback|kategorie|id)"
)
EMPLOYER = _words(
    r"enps\b|employee|employer|place to work|work ?place|company to work|arbeitgeber|as an employee"
)
SATISFACTION = _words(r"c?sat\b|satisf|zufrieden|zufr\b|satisfac|soddisf|tevreden|満足|满意")
OVERALL = _words(r"overall|all in all|in general|general|insgesamt|gesamt|all\b|total|global|allgemein")
EFFORT = _words(r"ces\b|effort|how easy|easy to|ease\b|ease of|aufwand|einfach")
STARS = _words(r"stars?\b|rating\b|score\b|bewertung|sterne|review rating|puntuaci|nota\b|note\b")
JUDGED = _words(
    r"rat(e|ing)|satisf|zufried|quality|agree|score|likel|important|clean|friendl|helpful|comfort"
    r"|service|value"
    r"|opinion|feel|experience|bewert|speed|ease|trust|how (well|good)|q\d+"
)
NOT_JUDGED = _words(
    r"age\b|gender|sex\b|income|lang|country|state\b|zip|city|code\b|home\b|live\b|day\b|month\b"
    r"|year|week|hour"
    r"|number|count|visits?\b|times|size|tenure|level|grade|class\b|group|segment|region|market"
    r"|strata|peak|method"
    r"|purpose|purp|id\b|duration|minutes|education|status|children|family|household|involvement"
    r"|distance|tier|com\d"
)
COMMENT = _words(
    r"what (made|could|would|can|should|do you|did you|else)|in your own words|comment|remark"
    r"|feedback|verbatim|why\b|reason|suggest|review|text\b|open\b|explain|tell us|improve"
    r"|kommentar|anmerk|begr[uü]nd|warum|coment|porqu|pourquoi|commentaire|opinion|body|message|other please"
)
WEIGHT = _words(r"weights?\b|wt\b|wgt\b|weighting|gewicht|weightvar|pweight|wtvar")
LANGUAGE = _words(r"lang(uage)?\b|locale|sprache|idioma|langue|user ?lang")
CHANNEL = _words(r"channel|kanal|mode\b|distribution|collector|delivery")
TOUCHPOINT = _words(r"touch ?point|journey stage|kontaktpunkt|survey point")
NAME = _words(
    r"name\b|full ?name|first ?name|last ?name|customer name|respondent name|recipient name|vorname|nachname"
)
NOT_A_PERSON = _words(
    r"agent|manager|supervisor|product|company|store|branch|survey|channel|file|hotel|account"
    r"|user ?name|nick|campaign"
    r"|category|brand|event|team|site|airline|department"
)
PERSON_ID = _words(
    r"(customer|client|user|contact|person|member|panelist|patient|guest|employee|account|respondent|kunden|reviewer)"
    r" ?(id|nr|no|number|nummer|key|uuid|ref)\b|external (id|data|reference)|kundennr|panelist"
)
RESPONSE_ID = _words(
    r"(response|respondent|resp|answer|submission|survey response|record|interview|case|review|result|unique"
    r"|entry|row"
    r"|ticket|run)? ?(id|num|no|number|nr|uuid|key|token)\b|resp ?num|respnum|network id|#\b|id\b"
)
STRONG_RESPONSE_ID = _words(
    r"response ?id|respondent ?id|resp ?(id|num|nr)|respnum|submission ?id|unique ?id|record ?id|id\b$"
)
ANSWERED = _words(
    r"(response|survey response|answer(ed)?|submit(ted)?|submission|complet(ed|ion)|end(ed)?|recorded"
    r"|finish(ed)?|review)"
    r" ?(date|time|at|on|timestamp|datum)?\b|interview date|int ?date|timestamp|zeitstempel|ausgef"
    r"|beantwortet|submitdate"
)
ASKED = _words(
    r"(survey )?(sent|invited|invitation|asked|delivered|scheduled|send|eingeladen|versendet)"
    r"( ?(date|time|at|on))?\b"
)
BEGUN = _words(
    r"start|begin|begun|first ?seen|created|order|purchase|flown|issue|birth|dob\b|sign ?up|due|registered"
)
DISPOSITION = _words(r"status|disposition|state\b|outcome|delivery|response status|result")
FINISHED = _words(r"finished|completed?\b|is complete|vollst")
UNIT = _words(
    r"store|branch|filiale|location|site\b|hotel\b|restaurant|facility|outlet|shop\b|clinic"
    r"|hospital|property\b"
    r"|office|standort|boarding area|barea|station\b|depot|call ?cent(er|re)"
)
UNIT_ABOVE = _words(
    r"region|district|area\b|territory|market\b|country|state\b|land\b|zone\b|division|bundesland|cluster"
)
AGENT = _words(r"agent|rep\b|advisor|employee name|staff|consultant|technician|owner\b|mitarbeiter")
ABOVE_AGENT = (_words(r"manager|leiter"), _words(r"supervisor|team ?lead|team\b"))
TEST = _words(r"is ?test|test( response)?\b|preview")
MEASURE = re.compile(
    r"\b(percent|percentage|rate|score|mean|average|index|share|prozent|anteil|wert|value)\b|%"
)
