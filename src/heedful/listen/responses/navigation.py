from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from heedful.platform.core.types import Permission
from heedful.platform.ui.navigation import register, register_search

register("listen", _("Answers"), "responses:list", Permission.READ_ANSWERS, order=10)
register("listen", _("Imports"), "responses:imports", Permission.IMPORT, order=20)
register_search(_("Search answers"), "responses:list", Permission.READ_ANSWERS)
register(
    "settings",
    _("Personal data in comments"),
    "responses:redaction",
    Permission.MANAGE_ORGANIZATION,
    order=64,
)
