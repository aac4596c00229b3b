from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from heedful.platform.core.types import Permission
from heedful.platform.ui.navigation import register

register("listen", _("Contacts"), "audiences:contacts", Permission.READ_CONTACTS, order=30)
register("listen", _("Units"), "audiences:units", Permission.READ_SCORES, order=40)
register("settings", _("Attributes"), "audiences:attributes", Permission.READ_SCORES, order=60)
