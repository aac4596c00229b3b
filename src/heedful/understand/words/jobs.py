"""What words leave to the worker: each part brings its own."""

from heedful.understand.words.labelling import jobs as labelling
from heedful.understand.words.readings import jobs as readings
from heedful.understand.words.search import jobs as search
from heedful.understand.words.summaries import jobs as summaries
from heedful.understand.words.themes import jobs as themes
from heedful.understand.words.topics import jobs as topics

__all__ = ["labelling", "readings", "search", "summaries", "themes", "topics"]
