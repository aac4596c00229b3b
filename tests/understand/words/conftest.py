from __future__ import annotations

import pytest
from tests.models import FOLDER, main

from heedful.understand.words.encoder import Encoder
from heedful.understand.words.model_files import Folder, models
from heedful.understand.words.reading import Reading


@pytest.fixture(scope="session")
def reading() -> Reading:
    """Every reader, with the real models."""
    main()
    return Reading(Folder(FOLDER))


@pytest.fixture(scope="session")
def stays_open():
    """The encoder that most tests read with: shared while somebody holds it, so opened once."""
    main()
    return Encoder(Folder(FOLDER), models()["bge-small-en"])


@pytest.fixture
def installed(settings, stays_open):
    """The instance of the test has every model."""
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"models": str(FOLDER)})
