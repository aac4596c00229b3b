from __future__ import annotations

from heedful.listen.fieldwork.coverage.urls import urlpatterns as coverage_patterns
from heedful.listen.fieldwork.experiments.urls import urlpatterns as experiment_patterns
from heedful.listen.fieldwork.ledger.urls import urlpatterns as ledger_patterns
from heedful.listen.fieldwork.planning.urls import urlpatterns as planning_patterns
from heedful.listen.fieldwork.ruling.urls import urlpatterns as ruling_patterns
from heedful.listen.fieldwork.simulator.urls import urlpatterns as simulator_patterns
from heedful.listen.fieldwork.trace.urls import urlpatterns as trace_patterns
from heedful.listen.fieldwork.tracking.urls import urlpatterns as tracking_patterns

app_name = "fieldwork"
urlpatterns = [
    *planning_patterns,
    *ruling_patterns,
    *ledger_patterns,
    *tracking_patterns,
    *trace_patterns,
    *coverage_patterns,
    *simulator_patterns,
    *experiment_patterns,
]
