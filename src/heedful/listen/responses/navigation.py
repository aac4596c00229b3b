from django.utils.translation import gettext_lazy as _

from heedful.platform.core.types import Permission
from heedful.platform.ui.navigation import register

register("listen", _("Import"), "responses:imports", Permission.IMPORT, order=40)
