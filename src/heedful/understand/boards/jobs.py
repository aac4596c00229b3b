from __future__ import annotations

from django.utils import timezone

from heedful.platform.core.schedule import every
from heedful.understand.boards.queries.mails import due_mails


@every(minutes=1)
def send_board_mails() -> None:
    if not due_mails(timezone.now()):
        return
    from heedful.understand.boards import services  # loads the numbers, which an idle process does without

    services.send_due_mails()
