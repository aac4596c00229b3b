"""Write an archive, read one, delete an organisation."""

from heedful.platform.privacy.services.deletion import delete_organization
from heedful.platform.privacy.services.reading import read_archive
from heedful.platform.privacy.services.writing import write_archive

__all__ = ["delete_organization", "read_archive", "write_archive"]
