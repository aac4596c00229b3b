from __future__ import annotations

import pytest
from tests.make.mailbox import MailServer

from heedful.listen.responses import inbox


@pytest.fixture(autouse=True)
def _committer_ends():
    """The thread that writes into the inbox has a connection: PostgreSQL drops no database in use."""
    yield
    if inbox._committer is not None:
        inbox._committer.close()
        inbox._committer = None


@pytest.fixture
def mail_server(settings):
    """A real SMTP server that takes what Heedful sends."""
    with MailServer() as running:
        settings.MAIL_IS_CONFIGURED = True
        settings.MAILERS = running.mailers
        settings.MAIL_ADDRESS = "heedful@alder.example"
        settings.DEFAULT_FROM_EMAIL = "Heedful <heedful@alder.example>"
        yield running


@pytest.fixture
def mailbox(mail_server):
    return mail_server.mailbox
