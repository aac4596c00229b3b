"""How the cell of one mapped column becomes a value; what was read once is remembered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from heedful.design.surveys.kind import kinds
from heedful.listen.fieldwork.types import Channel, Disposition
from heedful.listen.responses.imports.mapping import ColumnMapping, Mapping
from heedful.listen.responses.imports.no_answer import NO_ANSWER, NO_NUMBER
from heedful.listen.responses.imports.types import Role
from heedful.listen.responses.imports.values import as_whole, moment, parse_number, parse_when, parse_yes_no
from heedful.listen.responses.imports.when import as_day

REMEMBERED = 20_000
FILLED = "filled"  # as a format: whatever the cell says, that it says something is what counts
MISSING = object()


class Unreadable(Exception):
    """The cell does not hold what its column is taken as; the message is the reason."""


class CellReader:
    """Reads one column of a file as its mapping says."""

    def __init__(
        self, place: int, name: str, column: ColumnMapping, mapping: Mapping, zone: ZoneInfo
    ) -> None:
        self.place = place
        self.name = name
        self.column = column
        self.found_missing: Counter[str] = Counter()
        self._zone = zone
        self._decimal = column.decimal or "."
        self._meanings = column.values | {key.casefold(): value for key, value in column.values.items()}
        self._codes = {code.strip().casefold() for code in (*mapping.missing, *column.missing)}
        self._numbers = {parse_number(code) for code in self._codes} - {None}
        self._read = self._reader()
        self._usual = _USUAL_CODES.get(self._read.__name__, frozenset())
        self._known: dict[str, Any] = {}

    def read(self, cells: list[str]) -> Any:
        """Return the value of the column in this row; None is "no answer". Raise :class:`Unreadable`."""
        text = cells[self.place]
        if not text:
            return None
        value = self._known.get(text)
        if value is None:
            value = self._fresh(text)
            if len(self._known) < REMEMBERED:
                self._known[text] = value
        if value is MISSING:
            self.found_missing[text.strip()] += 1
            return None
        if isinstance(value, Unreadable):
            raise value
        return value

    def _fresh(self, text: str) -> Any:
        bare = text.strip()
        if not bare or self._is_code(bare):
            return MISSING
        meaning = self._meaning(bare)
        if meaning is not self:
            return MISSING if meaning is None else self._mean(meaning)
        try:
            return self._read(bare)
        except Unreadable as error:
            return error

    def _meaning(self, text: str) -> Any:
        """Return what the mapping says a value means; itself when it says nothing."""
        if not self._meanings:
            return self
        for written in (text, text.casefold()):
            if written in self._meanings:
                return self._meanings[written]
        number = parse_number(text, self._decimal)
        return self if number is None else self._meanings.get(str(as_whole(number)), self)

    def _mean(self, meaning: Any) -> Any:
        # What a mapping says in its own words is still read, so that "2017-05-01" becomes a time.
        if isinstance(meaning, str) and self._read.__name__ != "_choice":
            try:
                return self._read(meaning)
            except Unreadable as error:
                return error
        return meaning

    def _is_code(self, text: str) -> bool:
        folded = text.casefold()
        if folded in self._codes or folded in self._usual:
            return True
        return bool(self._numbers) and parse_number(text, self._decimal) in self._numbers

    def _reader(self) -> Callable[[str], Any]:
        role, kind = self.column.role, self.column.kind
        if role in {Role.QUESTION, Role.COMMENT}:
            return self._question_reader(kind)
        if role is Role.ATTRIBUTE:
            return {"number": self._number, "boolean": self._boolean, "date": self._day}.get(
                kind, self._words
            )
        readers: dict[Role, Callable[[str], Any]] = {
            Role.ANSWERED_AT: self._moment,
            Role.ASKED_AT: self._moment,
            Role.WEIGHT: self._weight,
            Role.CHANNEL: self._channel,
            Role.DISPOSITION: self._disposition,
            Role.FINISHED: self._boolean,
            Role.TEST: self._boolean,
        }
        return readers.get(role, self._name)

    def _question_reader(self, kind: str) -> Callable[[str], Any]:
        if kinds()[kind].default_scale is not None:
            return self._score
        readers: dict[str, Callable[[str], Any]] = {
            "number": self._score,
            "date": self._date_answer,
            "single_choice": self._choice,
            "multiple_choice": self._choices,
            "ranking": self._choices,
        }
        return readers.get(kind, self._words)

    def _score(self, text: str) -> Any:
        number = parse_number(text, self._decimal)
        if number is not None:
            return as_whole(number)
        answer = parse_yes_no(text) if self.column.kind == "thumbs" else None
        return text if answer is None else int(answer)  # the question's kind says what is wrong with it

    def _number(self, text: str) -> float | int:
        number = parse_number(text, self._decimal)
        if number is None:
            raise Unreadable(f"{text[:60]!r} is not a number")
        return as_whole(number)

    def _weight(self, text: str) -> float:
        number = parse_number(text, self._decimal)
        if number is None or number < 0:
            raise Unreadable(f"{text[:60]!r} is not a weight: a number that is not negative")
        return number

    def _boolean(self, text: str) -> bool:
        if self.column.format == FILLED:
            return True
        answer = parse_yes_no(text)
        number = parse_number(text, self._decimal)
        if answer is None and number in {0.0, 1.0}:
            answer = bool(number)
        if answer is None:
            raise Unreadable(f"{text[:60]!r} is neither yes nor no")
        return answer

    def _day(self, text: str) -> str:
        when = parse_when(text, self.column.format or "iso")
        if when is None:
            raise Unreadable(self._not_a_date(text))
        return as_day(when).isoformat()

    def _date_answer(self, text: str) -> str:
        when = parse_when(text, self.column.format or "iso")
        return text if when is None else as_day(when).isoformat()

    def _moment(self, text: str) -> Any:
        when = parse_when(text, self.column.format or "iso") or parse_when(text, "iso")
        if when is None:
            raise Unreadable(self._not_a_date(text))
        return moment(when, self._zone)

    def _not_a_date(self, text: str) -> str:
        return f"{text[:60]!r} is not a date or time of the format {self.column.format or 'iso'}"

    def _channel(self, text: str) -> str:
        if text.casefold() not in set(Channel):
            raise Unreadable(
                f"{text[:60]!r} is none of {', '.join(Channel)}; say what it means with `values`"
            )
        return text.casefold()

    def _disposition(self, text: str) -> str:
        if self.column.format == FILLED:
            return Disposition.ANSWERED
        folded = text.casefold().replace(" ", "_")
        found = folded if folded in set(Disposition) else _DISPOSITIONS.get(folded)
        if found is None:
            raise Unreadable(
                f"{text[:60]!r} is none of {', '.join(Disposition)}; say what it means with `values`"
            )
        return found

    def _choice(self, text: str) -> str:
        return text

    def _choices(self, text: str) -> list[str]:
        if text.startswith("["):
            try:
                return [str(value) for value in orjson.loads(text)]
            except orjson.JSONDecodeError:
                pass
        parts = (part.strip() for part in text.split(self.column.separator or ";"))
        return [str(self._meanings.get(part, part)) for part in parts if part]

    def _words(self, text: str) -> str:
        return text

    def _name(self, text: str) -> str:
        return self.column.prefix + text


_USUAL_CODES = {
    "_score": NO_NUMBER,
    "_date_answer": NO_NUMBER,
    "_number": NO_NUMBER,
    "_weight": NO_NUMBER,
    "_day": NO_NUMBER,
    "_moment": NO_NUMBER,
    "_boolean": NO_NUMBER,
    "_words": NO_ANSWER,
}
_DISPOSITIONS = {
    "sent": "invited",
    "delivered": "invited",
    "email_sent": "invited",
    "not_opened": "invited",
    "clicked": "opened",
    "viewed": "opened",
    "started": "partial",
    "incomplete": "partial",
    "completed": "answered",
    "complete": "answered",
    "responded": "answered",
    "finished": "answered",
    "unsubscribed": "opted_out",
    "optout": "opted_out",
    "opt_out": "opted_out",
    "failed": "bounced",
    "refused": "declined",
    "dismissed": "declined",
}


def as_moment(text: str, zone: ZoneInfo) -> Any:
    """Read the time of a default, in ISO form."""
    when = parse_when(text, "iso")
    if when is None and len(text) == 10:
        when = date.fromisoformat(text)
    return None if when is None else moment(when, zone)
