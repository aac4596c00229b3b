"""How pages call what answers and contacts carry as keys."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy

from heedful.listen.fieldwork.sentences import CHANNELS

register = template.Library()

_IDENTITIES = {
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "external_id": gettext_lazy("Id in your system"),
    "device": gettext_lazy("Device"),
}
_STATUSES = {"completed": gettext_lazy("completed"), "partial": gettext_lazy("partial")}


@register.filter
def channel_label(key: str) -> str:
    """Name a channel as the pages of fieldwork do; one that they do not know stays as it is."""
    return str({str(channel): label for channel, label in CHANNELS.items()}.get(key, key))


@register.filter
def identity_label(kind: str) -> str:
    return str(_IDENTITIES.get(kind, kind))


@register.filter
def status_label(status: str) -> str:
    return str(_STATUSES.get(status, status))
