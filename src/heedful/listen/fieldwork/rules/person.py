"""What the person, their addresses and their wishes say."""

from __future__ import annotations

from heedful.listen.fieldwork.rules.situation import Situation, gettext_noop
from heedful.listen.fieldwork.types import SENT_CHANNELS, Gate, Verdict

_IN_AUDIENCE = Verdict(Gate.AUDIENCE, passed=True, says=gettext_noop("Belongs to the audience."))
_GONE = Verdict(Gate.AUDIENCE, passed=False, says=gettext_noop("Was erased or merged into somebody else."))
_NOT_IN_AUDIENCE = gettext_noop("Does not belong to the audience: {audience}.")
_HERE = Verdict(Gate.ADDRESS, passed=True, says=gettext_noop("Needs no address: the person is with us."))
_HAS_ADDRESS = gettext_noop("There is an address for {channel}.")
_NO_ADDRESS = gettext_noop("There is no address for {channel}.")
_NOT_LISTED = Verdict(
    Gate.DO_NOT_CONTACT, passed=True, says=gettext_noop("Is on no list of people not to be contacted.")
)
_LISTED = gettext_noop("Is on the list of people not to be contacted: {why}.")
_NOT_OPTED_OUT = Verdict(Gate.OPTED_OUT, passed=True, says=gettext_noop("Has not opted out."))
_OUT_OF_ALL = gettext_noop("Has opted out of all surveys.")
_OUT_OF_CHANNEL = gettext_noop("Has opted out of {channel}.")
_OUT_OF_TOPIC = gettext_noop("Has opted out of the topic {topic}.")
_NO_COUNTRY_RULE = gettext_noop("No rule of a country stands against {channel}.")
_COUNTRY_CONSENT = gettext_noop("{country} asks for consent to {channel}, which is recorded.")
_COUNTRY_REFUSES = gettext_noop("{country} asks for consent to {channel}, and none is recorded ({source}).")
_CONSENT_GIVEN = gettext_noop("Consent to {channel} is recorded.")
_NO_CONSENT_NEEDED = gettext_noop("Our rules ask for no consent to {channel}.")
_NO_CONSENT = gettext_noop("Our rules ask for consent to {channel}, and none is recorded.")
_WITHDRAWN = gettext_noop("Consent to {channel} was withdrawn.")


def audience(at: Situation) -> Verdict:
    """The survey, or its plan, is for people like this one."""
    if at.candidate.is_gone:
        return _GONE
    if at.survey.fits_audience:
        return _IN_AUDIENCE
    return Verdict(Gate.AUDIENCE, False, {"audience": at.survey.audience}, _NOT_IN_AUDIENCE)


def address(at: Situation) -> Verdict:
    """To send, there must be where to send to."""
    if at.channel not in SENT_CHANNELS:
        return _HERE
    has_one = at.channel in at.candidate.addresses
    return Verdict(Gate.ADDRESS, has_one, {"channel": at.channel}, _HAS_ADDRESS if has_one else _NO_ADDRESS)


def do_not_contact(at: Situation) -> Verdict:
    """A list of the organisation forbids it."""
    if not at.candidate.forbidden:
        return _NOT_LISTED
    return Verdict(Gate.DO_NOT_CONTACT, False, {"why": at.candidate.forbidden}, _LISTED)


def opted_out(at: Situation) -> Verdict:
    """The person's own word: out of all, out of a channel, out of a topic."""
    topic = at.survey.topic
    for channel, about in at.candidate.opted_out:
        if channel in {"", at.channel} and about in {"", topic}:
            says = _OUT_OF_TOPIC if about else _OUT_OF_CHANNEL if channel else _OUT_OF_ALL
            return Verdict(Gate.OPTED_OUT, False, {"channel": channel, "topic": about}, says)
    return _NOT_OPTED_OUT


def country(at: Situation) -> Verdict:
    """The law where the person lives may want consent first."""
    rule = at.countries.get((at.candidate.country, at.channel)) if at.candidate.country else None
    facts = {"country": at.candidate.country, "channel": at.channel}
    if rule is None or not rule.needs_consent:
        return Verdict(Gate.COUNTRY, True, facts, _NO_COUNTRY_RULE)
    if at.channel in at.candidate.consents:
        return Verdict(Gate.COUNTRY, True, facts, _COUNTRY_CONSENT)
    return Verdict(Gate.COUNTRY, False, facts | {"source": rule.source}, _COUNTRY_REFUSES)


def consent(at: Situation) -> Verdict:
    """Our own rules may want consent; one that was withdrawn always counts."""
    facts = {"channel": at.channel}
    if at.channel in at.candidate.withdrawn:
        return Verdict(Gate.CONSENT, False, facts, _WITHDRAWN)
    if at.channel in at.candidate.consents:
        return Verdict(Gate.CONSENT, True, facts, _CONSENT_GIVEN)
    if at.channel in at.rules.needs_consent:
        return Verdict(Gate.CONSENT, False, facts, _NO_CONSENT)
    return Verdict(Gate.CONSENT, True, facts, _NO_CONSENT_NEEDED)
