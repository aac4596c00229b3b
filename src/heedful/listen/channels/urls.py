from __future__ import annotations

from heedful.listen.channels.pages.urls import urlpatterns as page_patterns

app_name = "channels"
urlpatterns = [
    *page_patterns,
]
