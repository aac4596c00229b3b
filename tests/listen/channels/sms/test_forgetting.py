from __future__ import annotations

from tests.make import asking, audiences, surveys

from heedful.listen.audiences.services import ensure_contacts
from heedful.listen.audiences.types import NewContact
from heedful.listen.channels.models import SmsTalk
from heedful.platform.core import personal_data
from heedful.platform.core.personal_data import Erasure
from heedful.platform.messaging.models import Mail, Sms
from heedful.platform.messaging.services import send_mail


def test_messages_are_handed_out_and_forgotten_with_the_person(organization, alice, settings):
    settings.MAIL_IS_CONFIGURED = False
    survey = surveys.survey(name="Stay")
    eve = audiences.contact("eve@example.org", name="Eve")
    both = NewContact((("email", "eve@example.org"), ("phone", "+4915112345678")))
    ensure_contacts([both], by=alice)
    asking.ask(survey, eve, "email")
    asking.ask(survey, eve, "sms")
    asking.work()
    send_mail(by=alice, to=["Eve@example.org"], subject="Hello", text="by hand")
    send_mail(by=alice, to=["bob@example.org"], subject="Hello", text="to another")
    held = personal_data.export(eve.uid, by=alice)["channels"]["data"]
    assert [each["kind"] for each in held] == ["mail", "SMS"]
    assert SmsTalk.objects.count() == 1
    personal_data.erase(Erasure(eve.uid), by=alice)
    assert [row.to for row in Mail.objects.all()] == [["bob@example.org"]]
    assert not Sms.objects.exists()
    assert not SmsTalk.objects.exists()
