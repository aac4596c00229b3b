from __future__ import annotations

from django.urls import path

from heedful.listen.responses.experiments.urls import urlpatterns as experiment_patterns
from heedful.listen.responses.exports.urls import urlpatterns as export_patterns
from heedful.listen.responses.imports.urls import urlpatterns as import_patterns
from heedful.listen.responses.people import views as people
from heedful.listen.responses.redaction.urls import urlpatterns as redaction_patterns
from heedful.listen.responses.uploads import views as uploads
from heedful.listen.responses.views import answers

app_name = "responses"
urlpatterns = [
    path("answers/", answers.answer_list, name="list"),
    path("answers/<str:response_uid>/", answers.answer, name="detail"),
    path("answers/<str:response_uid>/exclude/", answers.exclude, name="exclude"),
    path("answers/<str:response_uid>/include/", answers.include, name="include"),
    path("answers/<str:response_uid>/originals/", answers.originals, name="originals"),
    path("answers/<str:response_uid>/delete/", answers.delete, name="delete"),
    path("contacts/<str:contact_uid>/", people.person, name="person"),
    path("contacts/<str:contact_uid>/export/", people.export, name="export_person"),
    path("contacts/<str:contact_uid>/erase/", people.erase, name="erase_person"),
    path("contacts/<str:contact_uid>/merge/", people.merge, name="merge_person"),
    path("answers/<str:response_uid>/files/<str:upload_uid>/", uploads.upload, name="upload"),
    *import_patterns,
    *experiment_patterns,
    *export_patterns,
    *redaction_patterns,
]
