from __future__ import annotations

from django.urls import path

from heedful.design.surveys import views
from heedful.design.surveys.assets.views import asset

app_name = "surveys"
urlpatterns = [
    path("surveys/", views.survey_list, name="list"),
    path("s/images/<str:asset_uid>", asset, name="asset"),
    path("surveys/new/", views.new_survey, name="new"),
    path("surveys/<str:survey_uid>/", views.survey, name="detail"),
    path("surveys/<str:survey_uid>/publish/", views.publish, name="publish"),
    path("surveys/<str:survey_uid>/compare/", views.compare, name="compare"),
    path("surveys/<str:survey_uid>/versions/<int:number>.<str:format>", views.download, name="download"),
    path("surveys/<str:survey_uid>/archive/", views.archive, name="archive"),
    path("surveys/<str:survey_uid>/restore/", views.restore, name="restore"),
]
