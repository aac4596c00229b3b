from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from heedful.platform.core.types import Permission
from heedful.platform.ui.navigation import register

register("listen", _("Who and when"), "fieldwork:plans", Permission.READ_SURVEYS, order=50)
register("listen", _("Ledger"), "fieldwork:ledger", Permission.READ_ANSWERS, order=55)
register("listen", _("Events"), "fieldwork:events", Permission.READ_CONTACTS, order=60)
register("settings", _("Contact rules"), "fieldwork:rules", Permission.READ_SURVEYS, order=62)
register("listen", _("Simulator"), "fieldwork:simulations", Permission.WRITE_SURVEYS, order=70)
register("listen", _("Experiments"), "fieldwork:experiments", Permission.WRITE_SURVEYS, order=75)
