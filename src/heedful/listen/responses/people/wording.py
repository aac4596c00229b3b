"""What became of an ask, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from heedful.listen.fieldwork.types import Disposition

DISPOSITIONS = {
    Disposition.BLOCKED: gettext_lazy("not asked: a rule forbids it"),
    Disposition.POSTPONED: gettext_lazy("put off"),
    Disposition.SAMPLED_OUT: gettext_lazy("not drawn"),
    Disposition.ELIGIBLE: gettext_lazy("may be shown"),
    Disposition.INVITED: gettext_lazy("invited"),
    Disposition.FAILED: gettext_lazy("could not be sent"),
    Disposition.BOUNCED: gettext_lazy("bounced"),
    Disposition.SHOWN: gettext_lazy("shown"),
    Disposition.OPENED: gettext_lazy("opened"),
    Disposition.DECLINED: gettext_lazy("declined"),
    Disposition.PARTIAL: gettext_lazy("answered in part"),
    Disposition.ANSWERED: gettext_lazy("answered"),
    Disposition.OPTED_OUT: gettext_lazy("opted out"),
}
