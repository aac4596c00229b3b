# ruff: noqa: E501 - a pattern broken over lines is read by nobody
from __future__ import annotations

import re

from heedful.design.surveys.linter.lexicon import Lexicon

_PRAISE = (
    "toll|großartig|hervorragend|ausgezeichnet|wunderbar|fantastisch|super|lecker|köstlich|perfekt|exzellent|herrlich"
    "|brillant|genial|erstklassig|spitze|klasse|traumhaft|vorzüglich"
)
_BLAME = "furchtbar|schrecklich|schlimm|schlecht|miserabel|mies|enttäuschend|grauenhaft"
_SLANTED = (
    "preisgekrönt|weltweit führend|engagiert|freundlich|fleißig|innovativ|verbessert|modernst|erstklassig|hochwertig|einzigartig"
    "|revolutionär|unschlagbar|legendär|beliebt|liebevoll|talentiert|bewährt|großzügig|renommiert|berühmt|kompetent|führend"
    f"|leidenschaftlich|{_PRAISE}"
    f"|veraltet|nutzlos|lächerlich|unfair|nervig|langweilig|verwirrend|sogenannt|sinnlos|gescheitert|überteuert|unnötig|{_BLAME}"
)
_ENDING = "(?:e|er|es|en|em|ste|sten|ster|stes)"
_NUMBERS = "10|zehn|9|neun|5|fünf"


def _of(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


LEXICON = Lexicon(
    language="de",
    leading=(
        (_of(rf"\bwie (?:sehr )?(?:{_PRAISE}|{_BLAME}|gut) (?:fanden|finden) Sie (.+?)\?"), r"Wie bewerten Sie \1?"),
        (_of(rf"\bwie (?:{_PRAISE}|{_BLAME}|gut) (war|waren|ist|sind) (.+?)\?"), r"Wie \1 \2?"),
        (_of(r"\bwie sehr (?:hat|haben) (?:Ihnen|es Ihnen) (.+?) (?:gefallen|geschmeckt|zugesagt)\?"), r"Wie bewerten Sie \1?"),
        (_of(r"\bwie sehr (?:lieben|mögen|schätzen|genießen|genossen) Sie (.+?)\?"), r"Wie bewerten Sie \1?"),
        (_of(r"\bwas (?:lieben|liebten) Sie an (.+?)\?"), r"Was halten Sie von \1?"),
        (_of(r"\bwarum (?:lieben|mögen|bevorzugen|vertrauen|schätzen) Sie (.+?)\?"), r"Was halten Sie von uns im Vergleich zu anderen?"),
        (_of(r"\b(?:finden|meinen|glauben|denken) Sie nicht(?: auch)?, dass (.+?) (\w+) (ist|sind|war|waren)\?"), r"Wie \2 oder nicht \2 \3 \1?"),
        (_of(r"\b(?:finden|meinen|glauben|denken) Sie nicht\b.*\?|\bsind Sie nicht(?: auch)? der (?:Meinung|Ansicht)\b.*\?|\bwürden Sie nicht\b.*\?|\b(?:ist|sind|war|waren) (?:unser\w*|das|es|Ihr\w*) nicht\b(?! un).*\?"), ""),
        (_of(r"\bstimmen Sie (?:uns )?zu, dass (.+?)\?"), r"Inwieweit stimmen Sie zu oder nicht zu: \1?"),
        (_of(r"^(.*?)(?: doch)?( [^,]*?)?,\s*(?:oder|oder nicht|nicht wahr|nicht|richtig|stimmt['’]?s|gell|ne|ja|finden Sie nicht(?: auch)?)\s*\?$"), r"Inwieweit stimmen Sie zu oder nicht zu: \1\2?"),
        (_of(r"^(?:wie Sie (?:ja |sicher(?:lich)? |bestimmt )?wissen|bekanntlich|natürlich|selbstverständlich|sicher(?:lich)?|offensichtlich|zweifellos|wie (?:die meisten|viele)\b[^,]*),?\s+(.+)$"), r"\1"),
    ),
    flattering=_of(
        r"^(?:wie Sie (?:ja |sicher(?:lich)? |bestimmt )?wissen\b"
        r"|(?:die meisten|fast alle|viele|\d+ ?%|alle|experten|studien|untersuchungen|fachleute)(?: (?:unserer|der|unsere))?(?: \w+)? (?:sagen|finden|lieben|meinen|wissen|loben|empfehlen|zeigen|bewerten|mögen|sind (?:begeistert|zufrieden))\b"
        r"|wir (?:hoffen|wissen|glauben|sind (?:stolz|sicher|überzeugt)|legen großen Wert|geben unser Bestes)\b)(?!.*\?)"
    ),
    balanced=_of(r"\b(?:gut oder schlecht|schlecht oder gut|zustimmen oder|zu oder nicht zu|inwieweit|toll oder|wie sehr stimmen Sie)\b"),
    loaded=(
        (_of(rf"\b(unser(?:e[rnsm]?)?|Ihr(?:e[rnsm]?)?|der|die|das|den|dem|des|mein(?:e[rnsm]?)?|dies(?:e[rnsm]?)|mit|ein(?:e[rnsm]?)?)((?: neu\w*)?) ((?:(?:neu|frisch|schnell|{_SLANTED}){_ENDING}(?: und |, | ))*(?:{_SLANTED}){_ENDING})(?= (?!oder\b|und\b|war\b|ist\b|waren\b|sind\b)[\w-]+)"), r"\1\2"),
        (_of(r"^((?!wie\b|was\b|wann\b|warum\b)\w+) Sie (?:immer|ständig|dauernd|nie|niemals)\b"), r"Wie oft \1 Sie"),
        (_of(r"\b(?:immer|ständig|dauernd|absolut|völlig|vollkommen|komplett|total|restlos|hundertprozentig|100 ?%|jederzeit|ausnahmslos|jedes (?:einzelne )?Mal)\b(?! wieder| noch| mehr)(?= )"), ""),
        (_of(r"\b(?:jede[rsnm]? einzelne[rsnm]?)\b"), "der"),
        (_of(r"\b(?:noch nie|nie|niemals)\b"), ""),
        (_of(r"\b(?:Verschwendung|verschwenden|Abzocke|Skandal\w*|unverschämt\w*)\b"), ""),
    ),
    joints=_of(r"(?:,)?\s+(und|oder|sowie|und/oder|als auch)\s+|(?<=[a-zäöüß])\s?(/)\s?(?=[a-zäöü])"),
    pairs=_of(
        r"\b(?:ab und zu|hin und wieder|nach und nach|Tag und Nacht|Forschung und Entwicklung|Grund und Boden|Fisch und Chips|Groß und Klein|und so weiter|mehr oder weniger"
        r"|früher oder später|ja oder nein|ein oder zwei|zwei oder drei|Essen und Trinken|Speis und Trank|Freunde und Familie|Familie und Freunde|Vor- und Nachname\w*|Name und Anschrift"
        r"|Sinn und Zweck|Art und Weise|Hilfe und Unterstützung|Zeit und Mühe|Fragen und Antworten|Arbeits- und Gesundheitsschutz|Damen und Herren|durch und durch|rund um die Uhr"
        r"|\w+- (?:und|oder|sowie) \w+)\b"
    ),
    kin=frozenset(
        "freund freunden freundin freundinnen freunde kollege kollegen kolleginnen kollegin bekannten bekannte bekannter familie verwandten verwandte "
        "nachbarn nachbar partner anderen jemand".split()
    ),
    names_are_capital=False,
    determiners=frozenset(
        "der die das den dem des ein eine einen einem einer eines unser unsere unserem unserer unseren unseres ihr ihre ihrem ihrer ihren ihres "
        "mein meine sein seine dieser diese dieses diesem".split()
    ),
    prepositions=frozenset("mit zu von für bei in im an am auf aus über durch zum zur".split()),
    asking=_of(r"(?:wie|was|warum|wieso|weshalb|welche[rsnm]?|wann|wer|wo|wen|wem|haben|hat|sind|ist|war|waren|würden|können|konnten|wurde|wurden|inwieweit)\b"),
    preface=_of(r"^(?:wenn|denken|in|bei|nach|vor|seit|während|auf einer|insgesamt|alles in allem|im|zum)\b[^?]*?,\s+(?=(?:wie|was|warum|welche[rsnm]?|haben|sind|war|waren|würden|können)\b)"),
    deed=_of(r"^(.*?\b(?:hat|haben|konnten|können|wurde|wurden|würden)\s+(?:(?:der|die|das|unser|unsere|Ihr|Ihre)\s+[\w-]+|Sie|wir|es|er|sie)\s+)"),
    alternatives=frozenset({"oder", "und/oder"}),
    negators=_of(r"\b(?:nicht|kein(?:e[rnsm]?)?|nie|niemals|nichts|niemand\w*|ohne|weder|noch nie|kaum)\b"),
    opposites={
        "unüblich": "üblich", "unzufrieden": "zufrieden", "unwahrscheinlich": "wahrscheinlich", "unmöglich": "möglich", "unklar": "klar",
        "unfreundlich": "freundlich", "ungern": "gern", "unglücklich": "glücklich", "unwichtig": "wichtig", "unfair": "fair",
        "ungewöhnlich": "gewöhnlich", "unangenehm": "angenehm", "unverständlich": "verständlich", "unsicher": "sicher", "unnötig": "nötig",
        "ablehnen": "befürworten", "widersprechen": "zustimmen", "unfähig": "fähig", "unbekannt": "bekannt", "selten": "häufig",
    },
    harmless=_of(r"\b(?:oder nicht|ob oder ob nicht|nicht nur|gar nicht|überhaupt nicht|noch nicht|nicht mehr|warum nicht|nicht zu|nicht wahr)\b|\b(\w+) oder un\1\b|\bun(\w+) oder \2\b"),
    erased=_of(r"\bnicht\s|\bnie(?:mals)?\s"),
    rewards=_of(r"\b(?:Gutschein\w*|Rabatt\w*|Geschenk\w*|Gewinnspiel\w*|Verlosung\w*|Preise? gewinnen|gewinnen|Bonus\w*|Prämie\w*|Bonuspunkte|gratis\w*|kostenlose\w*|Belohnung\w*|\d+ ?(?:€|Euro)|Nachlass)\b|\d+ ?% (?:Rabatt|Nachlass)"),
    scores=_of(
        rf"\b(?:(?:{_NUMBERS}) (?:Punkten?|Sternen?)|(?:eine|mit) (?:{_NUMBERS})\b(?! ?%)|10 von 10|10/10|5/5|9 oder 10|volle Punktzahl|Bestnote\w*|Höchstnote\w*|Bestwertung"
        r"|(?:gute|bessere|beste|positive|hohe|höchste|tolle)[rsnm]? (?:Note|Bewertung|Wertung|Rezension|Punktzahl)\w*|sehr zufrieden|äußerst zufrieden)\b"
    ),
    begging=_of(
        rf"\b(?:(?:geben|bewerten) Sie (?:uns|mich|mir|unser Team)(?: bitte)? (?:mit )?(?:eine[rn]? )?(?:{_NUMBERS}|der Bestnote|die Bestnote|Bestnote|der Höchst\w*|die volle)"
        rf"|nur (?:eine[rn]? |mit )?(?:{_NUMBERS}|Bestnote)\b[^.?!]*\b(?:zählt|zählen|gilt|gelten|hilft|helfen)"
        r"|alles (?:unter|darunter|schlechter als|weniger als)|(?:mein|unser|ihr|sein)\w* (?:Bonus|Gehalt|Lohn|Prämie|Stelle) hängt"
        r"|freuen uns (?:sehr )?über (?:eine )?(?:gute|positive|tolle|5|fünf|10|Bestnote))"
    ),
    for_everybody=_of(r"\b(?:egal|unabhängig|gleichgültig|ganz gleich|jede[r]? Teilnehmer\w*|alle Teilnehmer\w*|alle, die (?:antworten|teilnehmen|mitmachen))\b"),
    neutral={
        "nps": "Wie wahrscheinlich ist es, dass Sie uns Freunden oder Kollegen weiterempfehlen?",
        "enps": "Wie wahrscheinlich ist es, dass Sie uns als Arbeitgeber weiterempfehlen?",
        "csat": "Wie zufrieden sind Sie mit unserem Service?",
        "ces": "Wie leicht oder schwer war es, Ihr Anliegen zu erledigen?",
        "": "Wie bewerten Sie Ihre Erfahrung?",
    },
    other=_of(r"\b(?:andere[rsnm]?|anderes|anderswo|sonstige[rs]?|sonstiges|keine[rsnm]?|nichts|weiß nicht|weiß ich nicht|keine Angabe|k\. ?A\.|nicht zutreffend|trifft nicht zu|möchte ich nicht|egal|beides|woanders)\b"),
    ordered=_of(
        r"^(?:ja|nein|vielleicht|immer|oft|meistens|manchmal|selten|nie|täglich|wöchentlich|monatlich|jährlich|(?:sehr|äußerst|etwas|eher|ziemlich|mäßig|weder|überhaupt|gar|kaum|wenig|viel|zu|gerade|genau)\b.*"
        r"|(?:jede[nrs]?|einmal|zweimal|mehrmals|öfter|häufiger|seltener|mehr|weniger|letzte\w*|diese\w*|nächste\w*|heute|gestern|morgen|länger|früher|später|höher|niedriger|wie erwartet|gleich)\b.*|besser|schlechter|ausgezeichnet|gut|schlecht|mittel"
        r"|klein|groß|hoch|niedrig|zufrieden|unzufrieden|vor .*|nach .*|während .*|männlich|weiblich|divers|morgens|mittags|abends|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|beides)$"
    ),
    at_most=_of(r"^(?:bis(?: zu)?|höchstens|maximal)\s*(\d[\d,.]*)|^(\d[\d,.]*)\s*(?:oder (?:weniger|jünger))"),
    below=_of(r"^(?:unter|weniger als|jünger als|<)\s*(\d[\d,.]*)"),
    at_least=_of(r"(\d[\d,.]*)\s*(?:\+|(?:oder|und) (?:mehr|älter|länger|darüber))|^(?:ab|mindestens)\s*(\d[\d,.]*)"),
    above=_of(r"^(?:über|mehr als|älter als|länger als|>)\s*(\d[\d,.]*)"),
    to=_of(r"(\d[\d,.]*)\s*(?:–|-|—|bis(?: unter)?|und)\s*(\d[\d,.]*)"),
    conjunction=_of(r"\s+(?:und|oder|&)\s+|\s*/\s*|,\s*"),
    longest=23,
    plain_words={
        "hinsichtlich": "zu", "bezüglich": "zu", "im Hinblick auf": "zu", "ermöglicht": "erlaubt", "Inwieweit": "Wie gut", "erwerben": "kaufen",
        "Nachvollziehbarkeit": "Klarheit", "Kommunikationsinfrastruktur": "Technik", "Informationsbereitstellung": "Information",
        "organisatorische": "interne", "zielgruppenspezifische": "passende", "datenschutzrechtlichen": "", "Einwilligungserklärungen": "Einwilligungen",
        "Verarbeitungszwecke": "Zwecke", "beurteilen": "bewerten", "zum gegenwärtigen Zeitpunkt": "jetzt", "Inanspruchnahme": "Nutzung",
    },
    other_label="Anderes",
    none_label="Nichts davon",
    why="Was ist der wichtigste Grund für Ihre Bewertung?",
)  # fmt: skip
