"""One instance for the test run, in a folder of its own that goes away; the fixed cast."""

from __future__ import annotations

import os
import tempfile

# Before Django's settings are read: every worker process of the run gets an instance of its own.
_home = tempfile.TemporaryDirectory(prefix="heedful-test-")
KEPT = {"HEEDFUL_DATABASE_URL"}
for name in [name for name in os.environ if name.startswith("HEEDFUL_") and name not in KEPT]:
    del os.environ[name]
os.environ["HEEDFUL_HOME"] = _home.name
# Not in pyproject.toml: pytest-django would read the settings before this file could say where.
os.environ["DJANGO_SETTINGS_MODULE"] = "heedful.config.settings"

import django  # noqa: E402 - the environment comes first
import pytest  # noqa: E402
from hypothesis import settings as hypothesis_settings  # noqa: E402

# Machines are noisy: how long an example takes is no property of the code.
# `make test` draws the same examples each time, or chance would refuse a landing; `make eval` draws new ones.
hypothesis_settings.register_profile("house", deadline=None, max_examples=40, derandomize=True, database=None)
hypothesis_settings.register_profile("thorough", deadline=None, max_examples=200)  # `make eval`
hypothesis_settings.load_profile("house")

django.setup()

from django.db.backends.signals import connection_created  # noqa: E402 - Django is set up first
from django.dispatch import receiver  # noqa: E402
from tests.make.emptied import empty_quickly  # noqa: E402
from tests.make.migrated import copy_into  # noqa: E402
from tests.make.once import FOLDER, alone  # noqa: E402
from tests.make.remembered import forget_everything  # noqa: E402
from xdist import is_xdist_controller  # noqa: E402

# tests/postgres.py has applied the migrations to a database, which those of the tests are copied from.
django.db.connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get("TEST_TEMPLATE")
empty_quickly(django.db.connection)


@receiver(connection_created)
def _begin_migrated(connection, **_):
    """Fill the test database with what the migrations made once for all."""
    given = connection.settings_dict
    if connection.vendor == "sqlite" and str(given["NAME"]) == str(given["TEST"]["NAME"]):
        (tables,) = connection.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not tables:
            copy_into(connection.connection)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection(session):
    """On a new checkout one process compiles what all of them import, instead of each the same at once."""
    compiled = FOLDER / "compiled"
    if compiled.exists() or is_xdist_controller(session):
        return (yield)
    with alone("compiled"):
        collected = yield
    compiled.touch()
    return collected


def pytest_collection_modifyitems(config, items):
    """Begin with what takes longest; on another record store only what touches it says anything new."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    if not os.environ.get("HEEDFUL_DATABASE_URL"):
        return
    same = {item for item in items if not (item.get_closest_marker("django_db") or "db" in item.fixturenames)}
    config.hook.pytest_deselected(items=list(same))
    items[:] = [item for item in items if item not in same]


@pytest.fixture(autouse=True)
def _quick(settings):
    """Passwords hashed slowly on purpose, and every file looked for before the first page: slow, no more."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.Argon2PasswordHasher",
    ]
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def _nothing_remembered():
    forget_everything()


@pytest.fixture(scope="session")
def open_encoder():
    """The encoder that most tests read comments with: shared while somebody holds it, so opened once."""
    from tests.models import FOLDER, main

    from heedful.understand.words.encoder import Encoder
    from heedful.understand.words.model_files import Folder, models

    main()
    return Encoder(Folder(FOLDER), models()["bge-small-en"])


@pytest.fixture
def cast(db):
    """Alice, Bob, Dora and Charlie with their organisations."""
    from tests.make import accounts

    return accounts.cast()


@pytest.fixture
def organization(cast):
    """Alice's organisation, in scope for the whole test."""
    from heedful.platform.core.scope import organization_scope

    with organization_scope(cast.organization.pk):
        yield cast.organization


@pytest.fixture
def alice(cast):
    """Alice as an actor: may do everything."""
    from tests.make import accounts

    return accounts.actor(cast.alice)


@pytest.fixture
def bob(cast):
    """Bob as an actor: analyst."""
    from tests.make import accounts

    return accounts.actor(cast.bob)


@pytest.fixture
def dora(cast):
    """Dora as an actor: manager of one branch."""
    from tests.make import accounts

    return accounts.actor(cast.dora)


@pytest.fixture
def charlie(cast):
    """Charlie as an actor: owner of another organisation."""
    from tests.make import accounts

    return accounts.actor(cast.charlie)


@pytest.fixture
def alice_client(cast):
    """A browser in which Alice is signed in."""
    from django.test import Client

    client = Client()
    client.force_login(cast.alice.user)
    return client


@pytest.fixture
def charlie_client(cast):
    """A browser in which Charlie is signed in."""
    from django.test import Client

    client = Client()
    client.force_login(cast.charlie.user)
    return client


@pytest.fixture
def dora_client(cast):
    """A browser in which Dora is signed in."""
    from django.test import Client

    client = Client()
    client.force_login(cast.dora.user)
    return client
