from django.utils.translation import gettext_noop

from heedful.understand.metrics.words import ThemeShare

KIND = ThemeShare(
    key="theme_share",
    label=gettext_noop("Theme share"),
    definition=gettext_noop("Per cent of read comments that speak of a theme (of any, where none is named)."),
)
