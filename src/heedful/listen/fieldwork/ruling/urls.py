from __future__ import annotations

from django.urls import path

from heedful.listen.fieldwork.ruling import views

urlpatterns = [
    path("settings/contact-rules/", views.organization_rules, name="rules"),
    path("surveys/<str:survey_uid>/contact-rules/", views.survey_rules, name="survey_rules"),
    path("settings/country-rules/", views.country_rules, name="country_rules"),
    path(
        "settings/country-rules/<str:country>/<str:channel>/reset/",
        views.reset_country_rule,
        name="reset_country_rule",
    ),
]
