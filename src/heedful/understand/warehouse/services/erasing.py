"""What must be gone is gone from the bytes: rewritten files, and the old ones deleted at once."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from heedful.platform.core.organizations import organization
from heedful.platform.core.scope import current_organization_id
from heedful.understand.warehouse.queries.live import forget_tail
from heedful.understand.warehouse.queries.settled import settled
from heedful.understand.warehouse.services.projection import flush
from heedful.understand.warehouse.services.reading import word_rows
from heedful.understand.warehouse.services.rebuilding import drop_rebuild
from heedful.understand.warehouse.services.upkeep import purge
from heedful.understand.warehouse.services.words import replace_words
from heedful.understand.warehouse.stores import organization_folder
from heedful.understand.warehouse.tables import close_tables, only_writer


def erase_responses(*, response_ids: Sequence[int]) -> None:
    """Carry out what the record store erased of these responses, down to the bytes on the disk."""
    flush(current_organization_id())
    with only_writer(organization_folder()):
        # Also where nobody marked them changed: what was read of these answers is looked up once more.
        replace_words(response_ids, word_rows(response_ids))
        drop_rebuild()
    purge()
    forget_tail()
    settled.forget(organization().uid)


def drop_organization(uid: str) -> None:
    """Delete everything of an organisation that is no more."""
    folder = organization_folder(uid)
    close_tables(folder)
    settled.forget(uid)
    shutil.rmtree(folder, ignore_errors=True)
