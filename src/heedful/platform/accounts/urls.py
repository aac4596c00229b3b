from __future__ import annotations

from django.urls import path

from heedful.platform.accounts.views import entrance, keys, members, organization

app_name = "accounts"
urlpatterns = [
    path("welcome/<str:token>/", entrance.welcome, name="welcome"),
    path("join/<str:token>/", entrance.join, name="join"),
    path("organization/switch/", organization.switch_organization, name="switch_organization"),
    path("settings/profile/", organization.profile, name="profile"),
    path("settings/organization/", organization.organization, name="organization"),
    path("settings/members/", members.members, name="members"),
    path("settings/members/<str:member_uid>/", members.member, name="member"),
    path("settings/members/<str:member_uid>/remove/", members.remove_member, name="remove_member"),
    path(
        "settings/invitations/<str:invitation_uid>/revoke/",
        members.revoke_invitation,
        name="revoke_invitation",
    ),
    path("settings/keys/", keys.keys, name="keys"),
    path("settings/keys/<str:key_uid>/revoke/", keys.revoke_key, name="revoke_key"),
    path("settings/audit/", organization.audit_log, name="audit"),
]
