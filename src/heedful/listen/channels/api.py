"""The channels over HTTP; each part has its own."""

from __future__ import annotations

from ninja import Router

from heedful.listen.channels.pages.api import router as pages

router = Router()
router.add_router("", pages)
