"""Changes to themes: each goes into the draft, where nothing is read with it until it is applied."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from itertools import count

from heedful.platform.core import audit
from heedful.platform.core.errors import Conflict, InvalidInput, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.models import Taxonomy, TaxonomyVersion
from heedful.understand.words.themes import changes, queries
from heedful.understand.words.themes.changes import Edit, Part
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme
from heedful.understand.words.themes.rows import applied_row, draft_row, taxonomy_row
from heedful.understand.words.themes.types import VersionFacts
from heedful.understand.words.themes.yaml_files import document_from, key_of, stored_of


def change_draft(uid: str, edit: Edit, *, by: Actor) -> VersionFacts:
    """Apply an edit to the draft, which the first edit begins; what changes nothing leaves no trace."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = taxonomy_row(uid)
        draft = draft_row(row) or _begun(row, by)
        edited = edit(document_from(draft.document))
        if edited.changes:
            draft.document = stored_of(edited.document)
            draft.changes = changes.noted(draft.changes, edited.changes)
            draft.save()
            audit.record("taxonomy.drafted", by=by, subject_uid=uid, changes=[*map(dict, edited.changes)])
    # Nothing was changed and there was no draft: the applied version stays what it is.
    return queries.draft(uid) or queries.versions(uid)[0]


def discard_draft(uid: str, *, by: Actor) -> None:
    """Throw away what was changed and not applied."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = taxonomy_row(uid)
        draft = draft_row(row)
        if draft is None:
            raise Conflict(f"{row.name} has no draft.")
        if applied_row(row) is None:
            raise Conflict(f"{row.name} is a draft as a whole; archive it instead.")
        draft.delete()
        audit.record("taxonomy.draft_discarded", by=by, subject_uid=uid, changes=len(draft.changes))


def add_theme(uid: str, theme: Theme, *, by: Actor) -> VersionFacts:
    """Add a theme; without a key it gets one made of its name that was never used here."""
    taken = _used_keys(uid)
    free = replace(theme, key=theme.key or _free_key(theme.name, taken))
    return change_draft(uid, partial(changes.add_theme, theme=free), by=by)


def add_theme_from_topic(
    name: str,
    phrases: Sequence[str],
    *,
    by: Actor,
    taxonomy_uid: str | None = None,
    description: str = "",
    parent: str | None = None,
) -> tuple[str, str]:
    """Make a topic a theme of the default taxonomy's draft; return the taxonomy's uid and the key."""
    by.require(Permission.WRITE_SURVEYS)
    known = queries.taxonomies()
    uid = taxonomy_uid or next((one.uid for one in known if one.is_default), None)
    if uid is None:
        raise Conflict("There is no taxonomy yet; choose an industry or begin one of your own.")
    key = _free_key(name, _used_keys(uid))
    add_theme(uid, Theme(key, name, description=description, phrases=tuple(phrases), parent=parent), by=by)
    return uid, key


def edit_theme(uid: str, key: str, changed: Theme, *, by: Actor) -> VersionFacts:
    return change_draft(uid, partial(changes.edit_theme, key=key, changed=changed), by=by)


def change_theme(uid: str, key: str, wanted: Theme, *, by: Actor) -> VersionFacts:
    """Edit a theme and put it into the group that it names, as one step."""
    with writing():
        edit_theme(uid, key, wanted, by=by)
        return move_theme(uid, key, wanted.parent, by=by)


def remove_theme(uid: str, key: str, *, by: Actor) -> VersionFacts:
    return change_draft(uid, partial(changes.remove_theme, key=key), by=by)


def move_theme(uid: str, key: str, parent: str | None, *, by: Actor) -> VersionFacts:
    return change_draft(uid, partial(changes.move_theme, key=key, parent=parent), by=by)


def merge_themes(uid: str, keys: Collection[str], into: str, *, by: Actor) -> VersionFacts:
    return change_draft(uid, partial(changes.merge_themes, keys=keys, into=into), by=by)


def split_theme(uid: str, key: str, parts: Sequence[Part], *, by: Actor) -> VersionFacts:
    """Put several themes in the place of one; parts without a key get one."""
    taken = set(_used_keys(uid))
    keyed: list[Part] = []
    for part in parts:
        keyed.append(replace(part, key=part.key or _free_key(part.name, taken)))
        taken.add(keyed[-1].key)
    return change_draft(uid, partial(changes.split_theme, key=key, parts=keyed), by=by)


def import_themes(uid: str, document: TaxonomyDocument, *, by: Actor) -> VersionFacts:
    """Make the draft's themes those of a file."""
    return change_draft(uid, partial(changes.replace_all, wanted=document), by=by)


def _begun(row: Taxonomy, by: Actor) -> TaxonomyVersion:
    applied = applied_row(row)
    document = applied.document if applied else stored_of(TaxonomyDocument(row.name, ()))
    return TaxonomyVersion(
        taxonomy=row, number=applied.number + 1 if applied else 1, document=document, created_by=by.label
    )


def _used_keys(uid: str) -> set[str]:
    """Return every key that was ever used: one that is gone must not come back as something else."""
    states = [*queries.versions(uid), queries.draft(uid)]
    return {theme.key for state in states if state for theme in state.document.themes}


def _free_key(name: str, taken: Collection[str]) -> str:
    stem = key_of(name)
    if not stem:
        raise InvalidInput(Problem("name", "needs letters or digits, of which a key is made"))
    return next(
        one for number in count(1) if (one := stem if number == 1 else f"{stem}_{number}") not in taken
    )
