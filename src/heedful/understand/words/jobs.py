"""What words leave to the worker: each part brings its own."""

from heedful.understand.words.readings import jobs as readings
from heedful.understand.words.themes import jobs as themes
from heedful.understand.words.topics import jobs as topics

__all__ = ["readings", "themes", "topics"]
