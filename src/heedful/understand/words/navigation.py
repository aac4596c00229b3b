from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from heedful.platform.core.types import Permission
from heedful.platform.ui.navigation import register

register("understand", _("Reading"), "words:reading", Permission.READ_SCORES, order=90)
register("understand", _("Emerging topics"), "words:topics", Permission.READ_SCORES, order=40)
