from __future__ import annotations

import pytest
from tests.models import FOLDER, main

from heedful.understand.words.model_files import Folder
from heedful.understand.words.reading import Reading


@pytest.fixture(scope="session")
def reading() -> Reading:
    """Every reader, with the real models."""
    main()
    return Reading(Folder(FOLDER))


@pytest.fixture
def installed(settings, open_encoder):
    """The instance of the test has every model."""
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"models": str(FOLDER)})
