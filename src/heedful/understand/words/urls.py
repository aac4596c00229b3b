from __future__ import annotations

from heedful.understand.words.labelling.urls import urlpatterns as labelling_patterns
from heedful.understand.words.readings.urls import urlpatterns as reading_patterns
from heedful.understand.words.search.urls import urlpatterns as search_patterns
from heedful.understand.words.summaries.urls import urlpatterns as summary_patterns
from heedful.understand.words.themes.urls import urlpatterns as theme_patterns
from heedful.understand.words.topics.urls import urlpatterns as topic_patterns

app_name = "words"
urlpatterns = [
    *reading_patterns,
    *theme_patterns,
    *labelling_patterns,
    *topic_patterns,
    *search_patterns,
    *summary_patterns,
]
