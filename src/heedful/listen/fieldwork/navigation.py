from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from heedful.platform.core.types import Permission
from heedful.platform.ui.navigation import register

register("listen", _("Simulator"), "fieldwork:simulations", Permission.WRITE_SURVEYS, order=70)
register("listen", _("Experiments"), "fieldwork:experiments", Permission.WRITE_SURVEYS, order=75)
