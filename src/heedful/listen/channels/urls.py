from __future__ import annotations

from heedful.listen.channels.mail.urls import urlpatterns as mail_patterns
from heedful.listen.channels.pages.urls import urlpatterns as page_patterns
from heedful.listen.channels.preferences.urls import urlpatterns as preference_patterns
from heedful.listen.channels.sms.urls import urlpatterns as sms_patterns
from heedful.listen.channels.snippets.urls import urlpatterns as snippet_patterns
from heedful.listen.channels.widget.urls import urlpatterns as widget_patterns

app_name = "channels"
urlpatterns = [
    *page_patterns,
    *mail_patterns,
    *preference_patterns,
    *sms_patterns,
    *snippet_patterns,
    *widget_patterns,
]
