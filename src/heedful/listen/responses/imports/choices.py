"""What a column can be taken as, as one list to choose from, and back to a mapping."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from heedful.design.surveys.editor.naming import kind_name
from heedful.design.surveys.kind import kinds
from heedful.listen.audiences.types import AttributeKind
from heedful.listen.responses.imports.mapping import NOT_IN_ONE_COLUMN, ColumnMapping, Mapping
from heedful.listen.responses.imports.types import ColumnFacts, Role

_SCALE = re.compile(r"\s*(-?\d{1,4})\s*(?:-|–|to|…|\.\.)\s*(-?\d{1,4})\s*")


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A row of the mapping form: what is in the column, what it is taken as, what is wrong with that."""

    number: int
    facts: ColumnFacts
    taken: str
    key: str
    missing: str
    scale: str
    is_several: bool  # several roles at once: changed in the YAML only
    problems: tuple[str, ...] = ()


def choice_groups() -> tuple[ChoiceGroup, ...]:
    """Return everything a column can be taken as."""
    questions = tuple(
        Choice(f"question:{key}", str(kind_name(key))) for key in kinds() if key not in NOT_IN_ONE_COLUMN
    )
    attributes = {
        AttributeKind.TEXT: _("Words or codes"),
        AttributeKind.NUMBER: _("Number"),
        AttributeKind.BOOLEAN: _("Yes or no"),
        AttributeKind.DATE: _("Date"),
    }
    return (
        ChoiceGroup(_("Answer to a question"), questions),
        ChoiceGroup(
            _("Attribute of the response"),
            tuple(Choice(f"attribute:{kind}", label) for kind, label in attributes.items()),
        ),
        ChoiceGroup(_("About the response"), _roles(_about_response())),
        ChoiceGroup(_("About the person"), _roles(_about_person())),
        ChoiceGroup(_("Nothing"), (Choice(Role.IGNORE, _("Leave it out")),)),
    )


def _roles(labels: dict[Role, str]) -> tuple[Choice, ...]:
    return tuple(Choice(role, label) for role, label in labels.items())


def _about_response() -> dict[Role, str]:
    return {
        Role.ANSWERED_AT: _("When it was answered"),
        Role.RESPONSE_ID: _("Id of the response"),
        Role.UNIT: _("Place, team or other unit"),
        Role.WEIGHT: _("Weight"),
        Role.LANGUAGE: _("Language"),
        Role.CHANNEL: _("Channel"),
        Role.TOUCHPOINT: _("Touchpoint"),
        Role.FINISHED: _("Whether it was finished"),
        Role.TEST: _("Whether it is a test"),
        Role.ASKED_AT: _("When the person was asked"),
        Role.DISPOSITION: _("What became of the ask"),
    }


def _about_person() -> dict[Role, str]:
    return {
        Role.CONTACT_EMAIL: _("E-mail address"),
        Role.CONTACT_PHONE: _("Telephone number"),
        Role.CONTACT_ID: _("Id of the person"),
        Role.CONTACT_NAME: _("Name"),
    }


def column_rows(
    mapping: Mapping, facts: tuple[ColumnFacts, ...], problems: dict[str, tuple[str, ...]]
) -> list[ColumnRow]:
    """Return the rows of the mapping form."""
    return [_row(number, column, mapping, problems) for number, column in enumerate(facts)]


def _row(
    number: int, facts: ColumnFacts, mapping: Mapping, problems: dict[str, tuple[str, ...]]
) -> ColumnRow:
    taken = mapping.columns.get(facts.name, ())
    first = taken[0] if taken else ColumnMapping(Role.IGNORE)
    return ColumnRow(
        number=number,
        facts=facts,
        taken=taken_as(first),
        key=first.key,
        missing=", ".join(first.missing),
        scale=f"{first.scale[0]}–{first.scale[1]}" if first.scale else "",
        is_several=len(taken) > 1,
        problems=problems.get(facts.name, ()),
    )


def taken_as(column: ColumnMapping) -> str:
    if column.role in {Role.QUESTION, Role.COMMENT}:
        return f"question:{column.kind}"
    return f"attribute:{column.kind}" if column.role is Role.ATTRIBUTE else column.role


def with_choices(
    content: dict[str, Any], facts: tuple[ColumnFacts, ...], given: dict[str, str]
) -> dict[str, Any]:
    """Return a mapping's content with what was chosen in the form."""
    columns = dict(content["columns"])
    for number, column in enumerate(facts):
        before = columns.get(column.name, {"role": "ignore"})
        if isinstance(before, list) or f"taken-{number}" not in given:
            continue
        columns[column.name] = _changed(before, column, given, number)
    changed = content | {"columns": columns}
    for name in ("survey", "time_zone", "on_invalid"):
        if name in given:
            changed[name] = given[name].strip()
    return {name: value for name, value in changed.items() if value != ""}


def _changed(
    before: dict[str, Any], facts: ColumnFacts, given: dict[str, str], number: int
) -> dict[str, Any]:
    role, _colon, kind = given[f"taken-{number}"].partition(":")
    same = before.get("role") in {role, "comment"} and before.get("kind", kind) == kind
    changed: dict[str, Any] = dict(before) if same else {"role": role}
    changed["role"] = role
    if kind:
        changed["kind"] = kind
    if (not same and role in {"answered_at", "asked_at"}) or kind == "date":
        changed.setdefault("format", facts.date_format)
    if role in {"question", "attribute"} and given.get(f"key-{number}", "").strip():
        changed["key"] = given[f"key-{number}"].strip()
    changed["missing"] = [
        code.strip() for code in given.get(f"missing-{number}", "").split(",") if code.strip()
    ]
    changed.pop("scale", None)
    if ends := _SCALE.fullmatch(given.get(f"scale-{number}", "")):
        changed["scale"] = [int(ends.group(1)), int(ends.group(2))]
    return {name: value for name, value in changed.items() if value not in ("", [])}
