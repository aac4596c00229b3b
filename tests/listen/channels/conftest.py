from __future__ import annotations

import pytest
from tests.make.mailbox import MailServer


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
