from django.utils.translation import gettext_lazy as _

from heedful.platform.core.types import Permission
from heedful.platform.ui.navigation import register

register("settings", _("Data"), "privacy:data", Permission.MANAGE_ORGANIZATION, order=35)
