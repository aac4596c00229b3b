"""Changes of themes in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext as _, gettext_lazy, ngettext

from heedful.understand.words.themes.changes import Change
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme
from heedful.understand.words.themes.previews import Preview

FIELDS: dict[str, str | Promise] = {
    "names": gettext_lazy("names in other languages"),
    "description": gettext_lazy("description"),
    "phrases": gettext_lazy("phrases"),
    "counter_phrases": gettext_lazy("counter-phrases"),
    "must": gettext_lazy("must-words"),
    "never": gettext_lazy("never-words"),
    "owner": gettext_lazy("who acts"),
}
SAYS: dict[str, str | Promise] = {
    "added": gettext_lazy("%(name)s is added"),
    "removed": gettext_lazy("%(name)s is removed"),
    "renamed": gettext_lazy("%(before)s is called %(after)s"),
    "moved": gettext_lazy("%(name)s moves to %(group)s"),
    "merged": gettext_lazy("%(gone)s becomes part of %(name)s"),
    "split": gettext_lazy("%(name)s becomes %(parts)s"),
    "edited": gettext_lazy("%(name)s: other %(fields)s"),
    "fitted": gettext_lazy("Learnt from labels and comments"),
}
INDUSTRIES: dict[str, str | Promise] = {
    "airline": gettext_lazy("Airline"),
    "bank": gettext_lazy("Bank"),
    "ecommerce": gettext_lazy("E-commerce"),
    "employee": gettext_lazy("Employees"),
    "health": gettext_lazy("Health care"),
    "hotel": gettext_lazy("Hotel"),
    "media": gettext_lazy("Media and streaming"),
    "restaurant": gettext_lazy("Restaurant"),
    "retail": gettext_lazy("Retail"),
    "saas": gettext_lazy("Software as a service"),
    "telecom": gettext_lazy("Telecom"),
}
FATES: dict[str, str | Promise] = {
    "kept": "",
    "new": gettext_lazy("new"),
    "removed": gettext_lazy("goes"),
    "split": gettext_lazy("split"),
}


def shown_name(theme: Theme) -> str:
    """Return a theme's name in the language of the page."""
    language = (get_language() or "en").split("-")[0]
    return theme.names.get(language, theme.name)


def changes_in_words(changes: Iterable[Change], document: TaxonomyDocument) -> list[str]:
    return [_said(change, document) for change in changes]


def preview_headline(preview: Preview) -> str:
    """Say how much would change, in a sentence."""
    changed, total = len(preview.changed), len(preview.themes)
    if not preview.n:
        return _("There are no comments yet to try the changes on.")
    if not changed:
        return _("Nothing would change in the comments of the sample.")
    return ngettext(
        "%(changed)s of %(total)s themes would change.",
        "%(changed)s of %(total)s themes would change.",
        changed,
    ) % {"changed": changed, "total": total}


def _said(change: Change, document: TaxonomyDocument) -> str:
    return str(SAYS[change["deed"]]) % _facts(change, document)


def _facts(change: Change, document: TaxonomyDocument) -> dict[str, Any]:
    group = document.theme(change["after"]) if change["deed"] == "moved" and change["after"] else None
    return {
        "name": change.get("name", change.get("theme", "")),
        "before": change.get("before"),
        "after": change.get("after"),
        "group": shown_name(group) if group else _("the first level"),
        "gone": ", ".join(change.get("names", change.get("from", ()))),
        "parts": ", ".join(change.get("names", ())),
        "fields": ", ".join(str(FIELDS.get(name, name)) for name in change.get("fields", ())),
    }
