"""The API attacked by its own description: whatever comes in, the answer is never a fault of ours."""

from __future__ import annotations

from copy import deepcopy
from functools import cache

import pytest
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from hypothesis import HealthCheck, Phase, given, settings as hypothesis_settings
from tests.make import accounts
from tests.make.audiences import new_contact
from tests.make.described import DESCRIPTION
from tests.make.responses import response
from tests.make.surveys import question, survey

OPERATIONS = [f"{method.upper()} {path}" for path, known in DESCRIPTION["paths"].items() for method in known]
# What parsing refuses it refuses on every record store: on another one half of them is sent.
EXAMPLES = hypothesis_settings().max_examples // (5 if connection.vendor == "sqlite" else 10)
pytestmark = pytest.mark.hypothesis  # `make eval` attacks with more, and others each time


@cache
def operations():
    """Schemathesis' view of each operation: loaded by who attacks, not by every process that collects."""
    import schemathesis

    # Our own parameters instead of schemathesis' plug-in, which leans on insides of pytest that changed.
    schema = schemathesis.openapi.from_dict(deepcopy(DESCRIPTION))
    schema.app = get_wsgi_application()
    schema.config.update(base_url="http://testserver")
    found = [one.ok() for one in schema.get_all_operations()]
    return {one.label: one for one in found}


def test_every_operation_is_attacked():
    assert list(operations()) == OPERATIONS


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


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_input_is_our_fault(operation, key):
    from schemathesis.checks import not_a_server_error

    @given(case=operations()[operation].as_strategy())
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
