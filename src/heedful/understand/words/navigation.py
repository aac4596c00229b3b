from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from heedful.platform.core.types import Permission
from heedful.platform.ui.navigation import register, register_search

register("understand", _("Reading"), "words:reading", Permission.READ_SCORES, order=90)
register("understand", _("Comments"), "words:comments", Permission.READ_ANSWERS, order=35)
register("understand", _("Emerging topics"), "words:topics", Permission.READ_SCORES, order=40)
register("understand", _("Labelling"), "words:labelling", Permission.WRITE_SURVEYS, order=80)
register("understand", _("Themes: definitions"), "words:themes_define", Permission.READ_SURVEYS, order=85)
register(
    "settings", _("Written summaries"), "words:summary_endpoint", Permission.MANAGE_ORGANIZATION, order=75
)
register_search(_("Search comments"), "words:comments", Permission.READ_ANSWERS)
