"""Mails against a mail server that speaks SMTP over a socket, and without any."""

from __future__ import annotations

import asyncio
import email
from email import policy
from threading import Event, Thread
from typing import Self

import pytest
from django.core import mail as django_mail

from heedful.platform.accounts.services.invitations import invite
from heedful.platform.accounts.types import Role
from heedful.platform.core import outbox
from heedful.platform.core.errors import InvalidInput, NotFound, NotPermitted
from heedful.platform.core.models import OutboxMessage
from heedful.platform.messaging import queries
from heedful.platform.messaging.services import send_mail
from heedful.platform.messaging.types import Attachment


class MailServer:
    """The few verbs of SMTP (RFC 5321) that a client says."""

    def __init__(self) -> None:
        self.received: list[email.message.EmailMessage] = []
        self.is_full = False
        self._ready = Event()

    def __enter__(self) -> Self:
        self._thread = Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(5)

    async def _serve(self) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        async with server:
            await self._ended.wait()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 test\r\n")
        while line := await reader.readline():
            verb = line.split()[0].upper()
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                content = await reader.readuntil(b"\r\n.\r\n")
                self.received.append(email.message_from_bytes(content[:-5], policy=policy.default))
            if verb == b"MAIL" and self.is_full:
                writer.write(b"452 too many mails\r\n")
            elif verb == b"QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"250 ok\r\n")
        await writer.drain()
        writer.close()


@pytest.fixture
def server(settings):
    with MailServer() as running:
        settings.MAIL_IS_CONFIGURED = True
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": running.port, "timeout": 5},
            }
        }
        yield running


@pytest.fixture
def no_server(settings):
    settings.MAIL_IS_CONFIGURED = False
    settings.MAILERS = {"default": {"BACKEND": "heedful.platform.messaging.outbox_page.OutboxPageBackend"}}


def test_a_mail_reaches_the_server_and_its_words_are_forgotten(organization, alice, server):
    report = Attachment("board.pdf", "application/pdf", b"%PDF-1.7")
    uid = send_mail(
        by=alice, to=["eve@example.org"], subject="Board\r\nBcc: x@y", text="Up by 6", attachments=[report]
    )
    assert server.received == []
    assert outbox.deliver_due() == 1
    (message,) = server.received
    assert message["To"] == "eve@example.org"
    assert message["Subject"] == "Board Bcc: x@y"
    assert message["Bcc"] is None
    assert message.get_body().get_content().strip() == "Up by 6"
    assert [part.get_filename() for part in message.iter_attachments()] == ["board.pdf"]
    sent = queries.mail(uid, by=alice)
    assert (sent.state, sent.text, sent.attachments) == ("sent", "", ())


def test_a_full_server_is_tried_again(organization, alice, server):
    server.is_full = True
    send_mail(by=alice, to=["eve@example.org"], subject="Board", text="Up by 6")
    outbox.deliver_due()
    (waiting,) = OutboxMessage.objects.all()
    assert "452" in waiting.error
    server.is_full = False
    OutboxMessage.objects.update(due_at=waiting.due_at.replace(year=2020))
    outbox.deliver_due()
    assert len(server.received) == 1
    assert not OutboxMessage.objects.exists()


def test_delivering_twice_sends_once(organization, alice, server):
    from heedful.platform.messaging.services import deliver

    uid = send_mail(by=alice, to=["eve@example.org"], subject="Board", text="Up by 6")
    deliver(uid)
    deliver(uid)
    assert len(server.received) == 1


def test_without_a_server_mails_are_kept_to_be_read(organization, alice, no_server, alice_client):
    uid = send_mail(
        by=alice,
        to=["eve@example.org"],
        subject="Board",
        text="Up by 6",
        attachments=[Attachment("a.html", "text/html", b"<script>")],
    )
    assert not OutboxMessage.objects.exists()
    assert queries.mail(uid, by=alice).state == "kept"
    assert "Up by 6" in alice_client.get(f"/settings/outbox/{uid}/").content.decode()
    file = alice_client.get(f"/settings/outbox/{uid}/0/")
    assert file.content == b"<script>"
    assert file["Content-Disposition"].startswith("attachment")
    assert file["X-Content-Type-Options"] == "nosniff"
    with pytest.raises(NotFound):
        queries.attachment(uid, 1, by=alice)


def test_an_invitation_is_mailed_with_its_link_and_not_kept(organization, alice, server):
    _, url = invite(by=alice, email="eve@example.org", role=Role.VIEWER)
    assert url not in str(list(OutboxMessage.objects.values_list("payload", flat=True)))
    outbox.deliver_due()
    (message,) = server.received
    assert url in message.get_content()
    assert queries.mails(by=alice).items == ()


def test_without_a_server_an_invitation_is_not_kept_for_others_to_open(organization, alice, no_server):
    invite(by=alice, email="eve@example.org", role=Role.OWNER)
    assert outbox.deliver_due() == 1
    assert queries.mails(by=alice).items == ()


def test_a_mail_outside_any_organisation_is_dropped_and_logged(db, no_server, caplog):
    django_mail.send_mail("Your code", "123456", None, ["eve@example.org"])
    assert "was not sent" in caplog.text
    assert "123456" not in caplog.text


def test_mails_are_for_owners_and_admins(organization, bob):
    with pytest.raises(NotPermitted):
        queries.mails(by=bob)


@pytest.mark.parametrize("to", [[], ["nobody"], ["a@example.org", "b@c\r\nBcc: d@example.org"]])
def test_bad_addresses_are_refused(organization, alice, to):
    with pytest.raises(InvalidInput):
        send_mail(by=alice, to=to, subject="Board", text="")
