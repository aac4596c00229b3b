from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from heedful.platform.accounts.types import Role
from heedful.platform.core.types import Permission

ROLE_LABELS = {
    Role.OWNER: _("Owner: everything, and makes other owners"),
    Role.ADMIN: _("Admin: everything but owners"),
    Role.ANALYST: _("Analyst: surveys, answers, imports, boards"),
    Role.MANAGER: _("Manager: scores and answers of some units"),
    Role.VIEWER: _("Viewer: scores"),
}


def _time_zones() -> list[tuple[str, str]]:
    return [
        (name, name.replace("_", " "))
        for name in sorted(available_timezones())
        if "/" in name or name == "UTC"
    ]


time_zone_choices = lazy(_time_zones, list)


class PasswordField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(widget=widget, strip=False, max_length=200, **kwargs)


def own_name() -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "name"})


class WelcomeForm(forms.Form):
    """The first owner says who they are; somebody locked out sets a new password."""

    organization_name = forms.CharField(
        label=_("Name of your organisation"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    name = forms.CharField(label=_("Your name"), max_length=200, required=False, widget=own_name())
    email = forms.EmailField(
        label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = PasswordField(label=_("A new password"), help_text=_("At least 10 characters."))

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_first:
            del self.fields["organization_name"], self.fields["email"]


class JoinForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=200, widget=own_name())
    password = PasswordField(label=_("A password"), help_text=_("At least 10 characters."))


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=list(ROLE_LABELS.items()), initial=Role.ANALYST)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=list(ROLE_LABELS.items()))


class KeyForm(forms.Form):
    name = forms.CharField(label=_("What will use it"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[(permission.value, permission.value) for permission in Permission],
        widget=forms.CheckboxSelectMultiple,
        initial=[Permission.WRITE_ANSWERS, Permission.READ_SCORES],
    )


class OrganizationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zone_choices, help_text=_("Days, weeks and months begin by it.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=200, required=False)
    language = forms.ChoiceField(
        label=_("Language of the pages"),
        choices=[("", _("As the browser asks")), *settings.LANGUAGES],
        required=False,
    )


class AuditFilterForm(forms.Form):
    action = forms.CharField(label=_("Action begins with"), max_length=80, required=False)
    actor = forms.CharField(label=_("Who"), max_length=254, required=False)
    subject = forms.CharField(label=_("Id of the thing"), max_length=80, required=False)
