from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from heedful.listen.audiences import queries
from heedful.listen.audiences.models import Attribute
from heedful.listen.audiences.rules import KEY, attribute_value, kind_of
from heedful.listen.audiences.types import (
    MAX_ATTRIBUTES,
    MAX_ORGANIZATION_ATTRIBUTES,
    AttributeFacts,
    AttributeKind,
    AttributeValue,
    ReadAttributes,
)
from heedful.platform.core import audit
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission


def ensure_attributes(
    kinds: Mapping[str, AttributeKind | str], *, by: Actor, labels: Mapping[str, str] | None = None
) -> dict[str, AttributeFacts]:
    """Make the attributes that do not exist; return all that were asked for. A known one keeps its kind."""
    by.require(Permission.WRITE_ANSWERS)
    known = queries.attributes()
    if new := {key: AttributeKind(kind) for key, kind in kinds.items() if key not in known}:
        with writing():
            known = queries.attributes()
            new = {key: kind for key, kind in new.items() if key not in known}
            _refuse_more(new, len(known))
            Attribute.objects.bulk_create(
                Attribute(key=key, label=(labels or {}).get(key) or key, kind=kind)
                for key, kind in new.items()
            )
            audit.record("attributes.created", by=by, keys=sorted(new)[:MAX_ATTRIBUTES])
        known = queries.attributes()
    return {key: known[key] for key in kinds}


def _refuse_more(new: Mapping[str, AttributeKind], known: int) -> None:
    for key in new:
        if not KEY.fullmatch(key) or not key.strip():
            raise InvalidInput(Problem(f"attributes.{key[:80]}", "a key has 1 to 80 visible characters"))
    if known + len(new) > MAX_ORGANIZATION_ATTRIBUTES:
        raise InvalidInput(
            Problem(
                "attributes",
                f"{known:,} attributes are kept and {len(new):,} more came;"
                f" an organisation can keep {MAX_ORGANIZATION_ATTRIBUTES:,}",
            )
        )


def change_attribute(
    key: str, *, by: Actor, label: str | None = None, is_personal: bool | None = None
) -> AttributeFacts:
    """Rename an attribute, or say that it names a person (it is then erased with them)."""
    by.require(Permission.MANAGE_ORGANIZATION)
    changes: dict[str, Any] = {}
    if label is not None:
        if not 1 <= len(label.strip()) <= 200:
            raise InvalidInput(Problem("label", "must have 1 to 200 characters"))
        changes["label"] = label.strip()
    if is_personal is not None:
        changes["is_personal"] = is_personal
    with writing():
        if not Attribute.objects.filter(key=key).exists():
            raise NotFound(f"No attribute {key}.")
        if changes:
            Attribute.objects.filter(key=key).update(**changes)
            audit.record("attribute.changed", by=by, key=key, **changes)
    return queries.attributes()[key]


def read_attributes(many: Sequence[Mapping[str, object]], *, by: Actor) -> list[ReadAttributes]:
    """Bring attributes into the form of their kinds; the first value ever seen decides a kind."""
    sizes = [len(one) <= MAX_ATTRIBUTES for one in many]
    known = _learn([one for one, fits in zip(many, sizes, strict=True) if fits], by=by)
    return [_read(one, known) if fits else _too_many(one) for one, fits in zip(many, sizes, strict=True)]


def _learn(many: Sequence[Mapping[str, object]], *, by: Actor) -> dict[str, AttributeFacts]:
    known = queries.attributes()
    unseen: dict[str, AttributeKind] = {}
    for one in many:
        for key in one.keys() - known.keys() - unseen.keys():
            if not is_blank(one[key]) and KEY.fullmatch(key):
                unseen[key] = kind_of(one[key])
    return known | ensure_attributes(unseen, by=by) if unseen else known


def is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _too_many(one: Mapping[str, object]) -> ReadAttributes:
    extra = list(one)[MAX_ATTRIBUTES]
    reason = f"{len(one)} attributes were given; {MAX_ATTRIBUTES} can be kept ({extra!r} is one too many)"
    return ReadAttributes({}, (("attributes", reason),))


def _read(one: Mapping[str, object], known: Mapping[str, AttributeFacts]) -> ReadAttributes:
    values: dict[str, AttributeValue] = {}
    problems: list[tuple[str, str]] = []
    for key, value in one.items():
        if is_blank(value):
            continue
        facts = known.get(key)
        if facts is None:
            problems.append((f"attributes.{key[:80]}", "a key has 1 to 80 visible characters"))
            continue
        try:
            values[key] = attribute_value(facts.kind, value)
        except ValueError as error:
            problems.append((f"attributes.{key}", f"{error}; the attribute is a {facts.kind}"))
    return ReadAttributes(values, tuple(problems))
