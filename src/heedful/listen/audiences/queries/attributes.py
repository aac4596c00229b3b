from __future__ import annotations

from heedful.listen.audiences.models import Attribute
from heedful.listen.audiences.types import AttributeFacts, AttributeKind
from heedful.platform.core.memory import remembered


@remembered
def attributes() -> dict[str, AttributeFacts]:
    """Every attribute of the organisation, by key, oldest first."""
    rows = Attribute.objects.order_by("id").values_list("id", "key", "label", "kind", "is_personal")
    return {
        key: AttributeFacts(id_, key, label, AttributeKind(kind), is_personal)
        for id_, key, label, kind, is_personal in rows
    }
