from django.utils.translation import gettext_lazy as _

from heedful.platform.core.types import Permission
from heedful.platform.ui.navigation import register

register("understand", _("Home"), "boards:home", Permission.READ_SCORES, order=10)
register("understand", _("Boards"), "boards:list", Permission.READ_SCORES, order=20)
register("understand", _("Themes"), "boards:themes", Permission.READ_SCORES, order=30)
register("understand", _("Annotations"), "boards:annotations", Permission.READ_SCORES, order=60)
