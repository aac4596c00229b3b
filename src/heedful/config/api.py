"""The REST API: every module's ``api.py`` offers a ``router``; here they become one."""

from __future__ import annotations

from ninja import NinjaAPI

from heedful.config.rooms import edges

api = NinjaAPI(title="Heedful", version="1", urls_namespace="api")
for module in edges("api"):
    api.add_router("", module.router)
