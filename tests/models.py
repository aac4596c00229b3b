"""Fetches the models that tests read with, once a checkout: ``python tests/models.py``."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / ".cache" / "models"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heedful.config.settings")
    from heedful.understand.words.model_files import Folder, models

    FOLDER.mkdir(parents=True, exist_ok=True)
    folder = Folder(FOLDER)
    for model in models().values():
        if not folder.has(model):
            print(f"Fetching the model {model.key} into .cache/models", flush=True)
            folder.fetch(model)


if __name__ == "__main__":
    main()
