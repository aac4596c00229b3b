from __future__ import annotations

from heedful.listen.responses.imports import urls as imports

app_name = "responses"
urlpatterns = [*imports.urlpatterns]
