"""What a taxonomy may be: sizes, kinds of values, keys that are there once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from heedful.platform.core.errors import Problem
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme

MOST_THEMES = 400
MOST_PHRASES = 60
LONGEST_PHRASE = 200
KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


class Reader:
    """Takes fields out of a mapping and notes what is wrong with them, and where."""

    def __init__(self, plain: Mapping[Any, Any], place: str, problems: list[Problem]) -> None:
        self._plain, self._place, self._problems = plain, place, problems

    def only(self, *names: str) -> None:
        for name in self._plain:
            if name not in names:
                self._note(str(name)[:40], f"is not known; known are {', '.join(names)}")

    def text(self, name: str, *, most: int, needed: bool = False) -> str:
        value = self._plain.get(name)
        if value is None or value == "":
            if needed:
                self._note(name, "is needed")
            return ""
        return self._short(name, value, most)

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, each once."""
        found = [self._short(name, one, LONGEST_PHRASE) for one in self._list(name)]
        if len(found) > MOST_PHRASES:
            self._note(name, f"has {len(found)} entries; {MOST_PHRASES} at most")
        return tuple(dict.fromkeys(one for one in found if one))

    def texts(self, name: str) -> dict[str, str]:
        """Return a text by language."""
        value = self._plain.get(name) or {}
        if not isinstance(value, Mapping):
            self._note(name, "must be a mapping of languages to texts")
            return {}
        for language in value:
            if not _LANGUAGE.fullmatch(str(language)):
                self._note(name, f"{str(language)[:20]!r} is no language; write de, fr, pt-BR")
        return {str(language): self._short(name, one, 120) for language, one in value.items()}

    def rows(self, name: str) -> list[Any]:
        return self._list(name)

    def _list(self, name: str) -> list[Any]:
        value = self._plain.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self._note(name, "must be a list")
            return []
        return value

    def _short(self, name: str, value: Any, most: int) -> str:
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            self._note(name, "must be text")
            return ""
        text = " ".join(str(value).split())
        if len(text) > most:
            self._note(name, f"is longer than {most} characters")
        if "\0" in text:
            self._note(name, "holds a character that cannot be stored")
        return text

    def _note(self, name: str, reason: str) -> None:
        self._problems.append(Problem(f"{self._place}.{name}" if self._place else name, reason))


def of_document(document: TaxonomyDocument) -> list[Problem]:
    """Return what is wrong with themes as a whole."""
    problems = [problem for theme in document.themes for problem in of_theme(theme)]
    counts = Counter(theme.key for theme in document.themes)
    problems += [
        Problem(f"themes.{key}.key", f"is there {count} times") for key, count in counts.items() if count > 1
    ]
    levels = {theme.key: theme.parent for theme in document.themes}
    for theme in document.themes:
        if theme.parent and levels.get(theme.parent, "") is not None:
            known = "is below another itself; there are two levels at most"
            reason = known if theme.parent in levels else "is no theme of this taxonomy"
            problems.append(Problem(f"themes.{theme.key}.parent", f"{theme.parent} {reason}"))
    if len(document.themes) > MOST_THEMES:
        problems.append(Problem("themes", f"are {len(document.themes)}; {MOST_THEMES} at most"))
    return problems


def of_theme(theme: Theme) -> list[Problem]:
    place = f"themes.{theme.key}"
    problems = []
    if theme.key and not KEY.fullmatch(theme.key):
        problems.append(
            Problem(f"{place}.key", "must begin with a letter or digit; then letters a–z, digits, _ and -")
        )
    if not theme.key and theme.name:
        problems.append(Problem(f"themes.{theme.name}.key", "is needed: none can be made of the name"))
    both = set(_folded(theme.phrases)) & set(_folded(theme.counter_phrases))
    problems += [
        Problem(f"{place}.counter_phrases", f"{phrase!r} is a phrase too") for phrase in sorted(both)
    ]
    clash = set(_folded(theme.must)) & set(_folded(theme.never))
    problems += [Problem(f"{place}.never", f"{word!r} is a must-word too") for word in sorted(clash)]
    return problems


def of_texts(theme: Theme) -> list[Problem]:
    """Return what is wrong with texts that no :class:`Reader` has seen."""
    texts = {"name": (theme.name,), "description": (theme.description,), "owner": (theme.owner,)}
    lists = {name: getattr(theme, name) for name in ("phrases", "counter_phrases", "must", "never")}
    longest = {"name": 120, "description": 600, "owner": 80}
    problems = [
        Problem(f"themes.{theme.key}.{name}", "is too long, or holds a character that cannot be stored")
        for name, values in (texts | lists).items()
        if any(len(value) > longest.get(name, LONGEST_PHRASE) or "\0" in value for value in values)
    ]
    many = [name for name, values in lists.items() if len(values) > MOST_PHRASES]
    return problems + [
        Problem(f"themes.{theme.key}.{name}", f"has more than {MOST_PHRASES} entries") for name in many
    ]


def _folded(words: tuple[str, ...]) -> list[str]:
    return [word.casefold() for word in words]
