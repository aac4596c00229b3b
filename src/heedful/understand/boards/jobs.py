from __future__ import annotations

from heedful.platform.core.schedule import every
from heedful.understand.boards import services


@every(minutes=1)
def send_board_mails() -> None:
    services.send_due_mails()
