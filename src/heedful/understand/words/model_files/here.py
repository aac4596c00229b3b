from __future__ import annotations

from pathlib import Path

from django.conf import settings

from heedful.understand.words.model_files.folder import Folder


def models_folder() -> Folder:
    """Return the folder of models of this instance, or the one that several share."""
    return Folder(Path(settings.ENVIRONMENT.models or settings.HEEDFUL_HOME / "models"))
