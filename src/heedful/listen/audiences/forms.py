from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from heedful.listen.audiences.types import NewSuppression, NewUnit, UnitFacts
from heedful.platform.core.errors import InvalidInput, Problem

MAX_FILE = 5 * 1024 * 1024
_COLUMNS = ("key", "name", "level", "group", "parent_key")


class UnitForm(forms.Form):
    """A unit and its place in the tree."""

    key = forms.CharField(
        label=gettext_lazy("Code"), max_length=120, help_text=gettext_lazy("Your own code for it.")
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    level = forms.CharField(
        label=gettext_lazy("Level"), max_length=60, help_text=gettext_lazy("Country, region, site, agent …")
    )
    group = forms.CharField(
        label=gettext_lazy("Group"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Like is compared with like: corporate, franchise …"),
    )
    parent_key = forms.CharField(
        label=gettext_lazy("Code of the unit above"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Empty: at the top."),
    )

    def new_unit(self) -> NewUnit:
        given: dict[str, Any] = self.cleaned_data
        return NewUnit(
            given["key"], given["name"], given["level"], given["group"], given["parent_key"] or None
        )


class UnitChangeForm(forms.Form):
    """What a unit is called, and where it stands."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    level = forms.CharField(label=gettext_lazy("Level"), max_length=60)
    group = forms.CharField(label=gettext_lazy("Group"), max_length=80, required=False)
    parent_key = forms.CharField(
        label=gettext_lazy("Code of the unit above"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Another code moves the unit with everything below it."),
    )
    closed_on = forms.DateField(
        label=gettext_lazy("Closed since"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class UnitFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy(
            "Columns: key, name, level, group, parent_key. Known keys are brought up to date."
        ),
    )

    def new_units(self) -> list[NewUnit]:
        """Read the file; raise naming line and column."""
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE:
            raise InvalidInput(Problem("file", _("is larger than 5 MB")))
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise InvalidInput(Problem("file", _("is not UTF-8 text"))) from None
        return read_units(text)


def read_units(text: str) -> list[NewUnit]:
    """Read units from CSV with a header; the delimiter is a comma, semicolon or tab."""
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.DictReader(io.StringIO(text.replace("\x00", "")), delimiter=delimiter))
    except csv.Error as error:
        raise InvalidInput(Problem("file", str(error))) from None
    columns = {name.strip().lower() for name in (rows[0] if rows else {}) if name}
    if "key" not in columns:
        raise InvalidInput(Problem("file", _("needs a header with the column key, and a line for each unit")))
    if unknown := sorted(columns - set(_COLUMNS)):
        raise InvalidInput(Problem("file", _("has an unknown column: %(column)s") % {"column": unknown[0]}))
    return [_new_unit(row) for row in rows]


def _new_unit(row: dict[Any, Any]) -> NewUnit:
    cells = {
        str(name).strip().lower(): (value or "").strip()
        for name, value in row.items()
        if isinstance(value, str)
    }
    return NewUnit(
        key=cells.get("key", ""),
        name=cells.get("name", ""),
        level=cells.get("level") or "site",
        group=cells.get("group", ""),
        parent_key=cells.get("parent_key") or None,
    )


class AttributeForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput)
    label = forms.CharField(label=gettext_lazy("Label"), max_length=200)
    is_personal = forms.BooleanField(label=gettext_lazy("Names a person"), required=False)


def parent_key(unit: UnitFacts, units: Iterable[UnitFacts]) -> str:
    """Return the code of the unit above, as the form shows it."""
    return next((other.key for other in units if other.id == unit.parent_id), "")


_KINDS = (
    ("email", gettext_lazy("e-mail address")),
    ("domain", gettext_lazy("mail domain")),
    ("phone", gettext_lazy("telephone number")),
    ("external_id", gettext_lazy("your own id")),
)


class SuppressionForm(forms.Form):
    """Somebody who is not to be contacted."""

    kind = forms.ChoiceField(label=gettext_lazy("Known by"), choices=_KINDS)
    value = forms.CharField(label=gettext_lazy("Which"), max_length=254)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200, required=False)


class SuppressionFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("Columns: kind, value, reason; or one address, number or domain a line."),
    )

    def lines(self) -> list[NewSuppression]:
        """Read the file; raise naming the line."""
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE:
            raise InvalidInput(Problem("file", _("is larger than 5 MB")))
        try:
            return read_suppressions(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise InvalidInput(Problem("file", _("is not UTF-8 text"))) from None


def read_suppressions(text: str) -> list[NewSuppression]:
    """Read a do-not-contact list: CSV with the column value, or bare addresses, numbers and domains."""
    lines = [line for line in text.replace("\x00", "").splitlines() if line.strip()]
    if not lines:
        raise InvalidInput(Problem("file", _("is empty")))
    delimiter = max(",;\t", key=lines[0].count)
    header = [name.strip().lower() for name in lines[0].split(delimiter)]
    if "value" not in header:
        return [_bare(line.strip().strip('"')) for line in lines]
    try:
        rows = list(csv.DictReader(lines, fieldnames=header, delimiter=delimiter))[1:]
    except csv.Error as error:
        raise InvalidInput(Problem("file", str(error))) from None
    return [_suppression(row) for row in rows]


def _suppression(row: dict[Any, Any]) -> NewSuppression:
    value, reason = str(row.get("value") or "").strip(), str(row.get("reason") or "").strip()
    kind = str(row.get("kind") or "").strip().lower()
    return NewSuppression(kind or _bare(value).kind, value, reason[:200])


def _bare(value: str) -> NewSuppression:
    domain = value.removeprefix("@")
    if "@" in domain:
        return NewSuppression("email", value)
    is_number = bool(domain) and not any(sign.isalpha() for sign in domain)
    return NewSuppression("phone", value) if is_number else NewSuppression("domain", domain)
