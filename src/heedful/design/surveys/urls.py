from __future__ import annotations

from django.urls import path

from heedful.design.surveys import views
from heedful.design.surveys.assets.views import asset
from heedful.design.surveys.editor.urls import urlpatterns as editor_urls

app_name = "surveys"
urlpatterns = [
    path("surveys/", views.survey_list, name="list"),
    path("s/images/<str:asset_uid>", asset, name="asset"),
    *editor_urls,
    path("surveys/<str:survey_uid>/", views.survey, name="detail"),
    path("surveys/<str:survey_uid>/compare/", views.compare, name="compare"),
    path("surveys/<str:survey_uid>/versions/<int:number>.<str:format>", views.download, name="download"),
    path("surveys/<str:survey_uid>/archive/", views.archive, name="archive"),
    path("surveys/<str:survey_uid>/restore/", views.restore, name="restore"),
]
