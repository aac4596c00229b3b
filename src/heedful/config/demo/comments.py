"""Comments as people write them: a few clauses about what went well or wrong, in English or German."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.random import Generator

type Bank = dict[
    str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
]  # language, theme: praise, complaint


@dataclass(frozen=True, slots=True)
class Comment:
    text: str
    themes: tuple[tuple[str, bool], ...]  # theme, is it praise


_OPENERS = {
    "en": ("", "", "", "", "Honestly, ", "To be fair, ", "As always, ", "This time ", "All in all, "),
    "de": ("", "", "", "", "Ehrlich gesagt: ", "Wie immer: ", "Diesmal: ", "Alles in allem: "),
}
_BUT = {"en": (", but ", ". However, ", " – still, "), "de": (", aber ", ". Leider: ", ", nur ")}
_AND = {"en": (" and ", ". Also, ", ", and "), "de": (" und ", ". Außerdem: ", ", und ")}
_CLOSERS = {
    "en": {
        True: ("", "", "", " Thank you.", " We will be back.", " Keep it up.", " Told all my friends."),
        False: (
            "",
            "",
            "",
            " Please sort this out.",
            " Not again.",
            " Somebody should call me.",
            " Disappointed.",
        ),
    },
    "de": {
        True: ("", "", "", " Danke.", " Wir kommen wieder.", " Weiter so.", " Gern wieder."),
        False: (
            "",
            "",
            "",
            " Bitte kümmert euch darum.",
            " So nicht.",
            " Bitte rufen Sie mich an.",
            " Schade.",
        ),
    },
}

RESTAURANT: Bank = {
    "en": {
        "taste": (
            (
                "the ramen was the best I have had in town",
                "everything tasted fresh",
                "the broth is superb",
                "the new menu is delicious",
                "the dumplings were perfect",
            ),
            (
                "the noodles were overcooked",
                "the soup was bland",
                "my curry was far too salty",
                "the chicken was dry",
                "it did not taste as it used to",
            ),
        ),
        "temperature": (
            ("the food came piping hot", "it was still hot when I sat down"),
            (
                "the food was cold",
                "the soup arrived lukewarm",
                "half of the order was cold",
                "the fries were cold and soggy",
            ),
        ),
        "waiting": (
            (
                "we were served within ten minutes",
                "hardly any wait even on a Friday",
                "it was quick and smooth",
            ),
            (
                "we waited forty minutes",
                "it took ages until somebody took our order",
                "the queue did not move",
                "half an hour for two soups is too long",
            ),
        ),
        "staff": (
            (
                "the staff remembered us",
                "the waiter was lovely",
                "such a friendly team",
                "they were wonderful with our children",
            ),
            (
                "the waiter was rude",
                "nobody seemed to care",
                "the staff looked overwhelmed",
                "we were ignored at the counter",
            ),
        ),
        "cleanliness": (
            ("the place was spotless", "tables were cleaned at once"),
            ("our table was sticky", "the restrooms were dirty", "there were crumbs everywhere"),
        ),
        "price": (
            ("good value for the money", "fair prices for that quality"),
            (
                "it has become expensive",
                "portions shrink and prices rise",
                "eighteen euros for that is too much",
            ),
        ),
        "delivery": (
            ("the courier was early", "delivery was on time and well packed"),
            (
                "the courier came forty minutes late",
                "the bag had leaked everywhere",
                "two dishes were missing from the delivery",
                "tracking said delivered and it was not",
            ),
        ),
        "ambience": (
            ("I love the terrace", "cosy room and good music"),
            ("it was so loud we could not talk", "the music was far too loud"),
        ),
    },
    "de": {
        "taste": (
            (
                "die Ramen waren die besten der Stadt",
                "alles hat frisch geschmeckt",
                "die Brühe ist großartig",
            ),
            ("die Nudeln waren zu weich", "die Suppe war fad", "das Curry war viel zu salzig"),
        ),
        "temperature": (
            ("das Essen kam richtig heiß", "alles kam schön heiß an"),
            ("das Essen war kalt", "die Suppe war kaum noch warm", "die Hälfte war kalt"),
        ),
        "waiting": (
            ("wir wurden sofort bedient", "es ging angenehm schnell"),
            (
                "wir mussten vierzig Minuten warten",
                "es hat ewig gedauert",
                "eine halbe Stunde für zwei Suppen ist zu lang",
            ),
        ),
        "staff": (
            ("das Team war sehr freundlich", "die Bedienung war herzlich"),
            ("die Bedienung war unfreundlich", "das Personal wirkte überfordert"),
        ),
        "cleanliness": (
            ("alles war sauber und gepflegt",),
            ("der Tisch war klebrig", "die Toiletten waren schmutzig"),
        ),
        "price": (
            ("das Preis-Leistungs-Verhältnis stimmt",),
            ("es ist teuer geworden", "die Portionen sind kleiner und teurer geworden"),
        ),
        "delivery": (
            ("die Lieferung war pünktlich und gut verpackt", "der Kurier war sehr nett"),
            (
                "die Lieferung kam vierzig Minuten zu spät",
                "es fehlten zwei Gerichte",
                "alles war ausgelaufen",
            ),
        ),
        "ambience": (
            ("die Terrasse ist wunderschön",),
            ("es war viel zu laut",),
        ),
    },
}

TELECOM: Bank = {
    "en": {
        "wait on the phone": (
            ("I got through at once", "no waiting music for a change"),
            (
                "I was on hold for thirty minutes",
                "the menu sent me round in circles",
                "I had to explain everything three times",
            ),
        ),
        "agent": (
            (
                "the agent knew exactly what to do",
                "she was patient and kind",
                "he called me back as promised",
            ),
            ("the agent could not help me", "nobody called back", "I was cut off in the middle"),
        ),
        "bill": (
            ("the bill is easy to read", "the refund came within two days"),
            (
                "the bill is wrong again",
                "I was charged for a service I cancelled",
                "after a year the price went up without a word",
            ),
        ),
        "network": (
            ("coverage is great even in the mountains", "the line has been stable for months"),
            (
                "the internet drops every evening",
                "no signal in my own kitchen",
                "it is slower than I pay for",
            ),
        ),
        "technician": (
            ("the technician was on time and tidy", "it was fixed at the first visit"),
            ("the technician did not show up", "three visits and it is still broken"),
        ),
        "app": (
            ("I did it all in the app in two minutes", "the app is simple"),
            ("the app logs me out every time", "the website would not take my order"),
        ),
        "contract": (
            ("the new plan suits me well", "changing my plan was easy"),
            (
                "new customers pay less than I do",
                "I cannot find out when my contract ends",
                "I am thinking about leaving",
            ),
        ),
    }
}

SAAS: Bank = {
    "en": {
        "ease of use": (
            (
                "my team was up and running in an hour",
                "it is the one tool nobody complains about",
                "the new editor is a joy",
            ),
            ("it takes too many clicks", "I still need the manual after a year", "settings are hard to find"),
        ),
        "performance": (
            ("it is wonderfully fast", "search is instant now"),
            ("large projects take forever to load", "it froze twice this week"),
        ),
        "integrations": (
            ("the calendar sync just works", "the API is well documented"),
            ("the CRM sync loses records", "there is no connector for our accounting"),
        ),
        "reports": (
            ("the reports save me half a day", "my boss loves the dashboards"),
            ("exports are cut off", "I cannot filter the report by team", "numbers differ between two pages"),
        ),
        "support": (
            ("support answered within minutes", "the chat solved it at once"),
            ("support closed my ticket without an answer", "I waited three days for a reply"),
        ),
        "pricing": (
            ("fair pricing for small teams",),
            ("the last price increase was steep", "we pay for seats nobody uses"),
        ),
        "onboarding": (
            ("the onboarding call was excellent",),
            ("onboarding left us alone after day one", "importing our data was painful"),
        ),
        "mobile app": (
            ("the mobile app saves me on the train",),
            ("the mobile app cannot do half of it", "the app drains my battery"),
        ),
    }
}


# What nobody spoke of before, and no shipped theme of restaurants covers.
BOWLS = {
    "en": (
        "I had to pay a deposit for the reusable bowl and nobody wanted to take it back",
        "Where do I return the deposit bowl? The machine refused it",
        "Two reusable bowls are standing in my kitchen, the return box was full",
        "The deposit bowl idea is nice, but returning it means another trip",
        "No paper bowl any more, only the reusable one with a deposit",
        "Got only one deposit back for three returned bowls",
    ),
    "de": (
        "Für die Mehrwegschale musste ich Pfand zahlen und niemand nahm sie zurück",
        "Wo gebe ich die Pfandschale ab? Der Automat hat sie nicht genommen",
        "Die Mehrwegschalen stehen jetzt bei mir in der Küche, die Rückgabebox war voll",
        "Mehrweg ist gut, aber für die Rückgabe der Schale noch einmal hinfahren",
    ),
}


def speak_of_bowls(language: str, lot: int) -> str:
    """Return one of few ways to speak of them, with or without what is usually said before and after."""
    said = BOWLS[language][lot % len(BOWLS[language])]
    opener = _OPENERS[language][lot // 7 % len(_OPENERS[language])]
    closer = _CLOSERS[language][False][lot // 61 % len(_CLOSERS[language][False])]
    text = opener + (said[0].lower() + said[1:] if opener and language == "en" else said)
    return text[0].upper() + text[1:] + "." + closer


def write_comment(
    bank: Bank, language: str, score: int, rng: Generator, *, likely: dict[str, float] | None = None
) -> Comment:
    """Write a comment that fits a score of 0–10; ``likely`` raises the odds of themes, by factor."""
    themes = bank[language]
    praise_share = (0.02, 0.04, 0.05, 0.08, 0.12, 0.22, 0.3, 0.55, 0.72, 0.93, 0.97)[score]
    chosen = _draw_themes(list(themes), 1 + int(rng.random() < 0.45), likely or {}, rng)
    parts = [(theme, bool(rng.random() < praise_share)) for theme in chosen]
    clauses = [str(rng.choice(themes[theme][0 if praise else 1])) for theme, praise in parts]
    return Comment(_join(clauses, [praise for _theme, praise in parts], language, score, rng), tuple(parts))


def _draw_themes(themes: list[str], count: int, likely: dict[str, float], rng: Generator) -> list[str]:
    odds = [likely.get(theme, 1.0) for theme in themes]
    total = sum(odds)
    drawn = rng.choice(len(themes), size=count, replace=False, p=[each / total for each in odds])
    return [themes[place] for place in drawn]


def _join(clauses: list[str], praises: list[bool], language: str, score: int, rng: Generator) -> str:
    text = str(rng.choice(_OPENERS[language])) + clauses[0]
    if len(clauses) > 1:
        links = _AND[language] if praises[0] == praises[1] else _BUT[language]
        text += str(rng.choice(links)) + clauses[1]
    is_glad = score >= 8
    closer = str(rng.choice(_CLOSERS[language][is_glad]))
    if praises[-1] != is_glad:  # nobody asks to have sorted out what they have just praised
        closer = ""
    return text[0].upper() + text[1:] + "." + closer
