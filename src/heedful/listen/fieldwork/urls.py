from __future__ import annotations

from heedful.listen.fieldwork.coverage.urls import urlpatterns as coverage_patterns
from heedful.listen.fieldwork.experiments.urls import urlpatterns as experiment_patterns
from heedful.listen.fieldwork.simulator.urls import urlpatterns as simulator_patterns
from heedful.listen.fieldwork.trace.urls import urlpatterns as trace_patterns

app_name = "fieldwork"
urlpatterns = [
    *trace_patterns,
    *coverage_patterns,
    *simulator_patterns,
    *experiment_patterns,
]
