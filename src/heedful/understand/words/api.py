"""Words over HTTP: what was read, the themes, labels, topics, search."""

from __future__ import annotations

from ninja import Router

from heedful.understand.words.labelling.api import router as labelling
from heedful.understand.words.readings.api import router as readings
from heedful.understand.words.search.api import router as search
from heedful.understand.words.summaries.api import router as summaries
from heedful.understand.words.themes.api import router as themes
from heedful.understand.words.topics.api import router as topics

router = Router(tags=["words"])
router.add_router("", readings)
router.add_router("", themes)
router.add_router("", labelling)
router.add_router("", topics)
router.add_router("", search)
router.add_router("", summaries)
