"""The channels over HTTP; each part has its own."""

from __future__ import annotations

from ninja import Router

from heedful.listen.channels.mail.api import router as mail
from heedful.listen.channels.pages.api import router as pages
from heedful.listen.channels.preferences.api import router as preferences
from heedful.listen.channels.sms.api import router as sms
from heedful.listen.channels.snippets.api import router as snippets
from heedful.listen.channels.widget.api import router as widget

router = Router()
router.add_router("", pages)
router.add_router("", mail)
router.add_router("", sms)
router.add_router("", snippets)
router.add_router("", preferences)
router.add_router("", widget)
