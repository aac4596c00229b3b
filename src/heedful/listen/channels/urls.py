from __future__ import annotations

from heedful.listen.channels.mail.urls import urlpatterns as mail_patterns
from heedful.listen.channels.pages.urls import urlpatterns as page_patterns
from heedful.listen.channels.preferences.urls import urlpatterns as preference_patterns
from heedful.listen.channels.widget.urls import urlpatterns as widget_patterns

app_name = "channels"
urlpatterns = [
    *page_patterns,
    *mail_patterns,
    *preference_patterns,
    *widget_patterns,
]
