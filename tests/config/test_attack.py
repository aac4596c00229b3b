"""The API attacked by its own description: whatever comes in, the answer is never a fault of ours."""

from __future__ import annotations

from copy import deepcopy

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from tests.make import accounts
from tests.make.audiences import new_contact
from tests.make.described import DESCRIPTION
from tests.make.responses import response
from tests.make.surveys import question, survey

# Our own parameters instead of schemathesis' plug-in, which leans on insides of pytest that changed.
SCHEMA = schemathesis.openapi.from_dict(deepcopy(DESCRIPTION))
SCHEMA.app = get_wsgi_application()
SCHEMA.config.update(base_url="http://testserver")
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
EXAMPLES = hypothesis_settings().max_examples // 5
pytestmark = pytest.mark.hypothesis  # `make eval` attacks with more, and others each time


@pytest.fixture
def key(organization):
    made = survey(question("nps", "nps"), question("why", "long_text"), name="Visit")
    response(made, {"nps": 7}, contact=new_contact("ada@example.org"), attributes={"plan": "gold"})
    # As Django's own test client does: the end of a request must not close the test's connection.
    signals.request_finished.disconnect(close_old_connections)
    signals.request_started.disconnect(close_old_connections)
    yield accounts.key(organization)
    signals.request_finished.connect(close_old_connections)
    signals.request_started.connect(close_old_connections)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_no_input_is_our_fault(operation, key):
    @given(case=operation.as_strategy())
    @hypothesis_settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
        database=None,
    )
    def attack(case):
        case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=[not_a_server_error])

    attack()
