from __future__ import annotations

from django.urls import URLPattern, path

from heedful.design.surveys.editor.views import endings, languages, look, publishing, questions, starting

urlpatterns: list[URLPattern] = [
    path("surveys/new/", starting.gallery, name="new"),
    path("surveys/new/begin/", starting.begin, name="begin"),
    path("surveys/new/file/", starting.from_file, name="new_file"),
    path("surveys/<str:survey_uid>/edit/", questions.edit, name="edit"),
    path("surveys/<str:survey_uid>/edit/about/", questions.about, name="about"),
    path("surveys/<str:survey_uid>/edit/questions/", questions.add, name="add_question"),
    path("surveys/<str:survey_uid>/edit/undo/", questions.undo, name="undo"),
    path("surveys/<str:survey_uid>/edit/redo/", questions.redo, name="redo"),
    path("surveys/<str:survey_uid>/edit/heed/", questions.heed, name="heed"),
    path("surveys/<str:survey_uid>/edit/endings/", endings.endings, name="endings"),
    path("surveys/<str:survey_uid>/edit/endings/add/", endings.add, name="add_ending"),
    path("surveys/<str:survey_uid>/edit/endings/<str:ending_key>/", endings.ending, name="ending"),
    path("surveys/<str:survey_uid>/edit/endings/<str:ending_key>/move/", endings.move, name="move_ending"),
    path(
        "surveys/<str:survey_uid>/edit/endings/<str:ending_key>/remove/", endings.remove, name="remove_ending"
    ),
    path("surveys/<str:survey_uid>/edit/look/", look.look, name="look"),
    path("surveys/<str:survey_uid>/edit/look/logo/", look.logo, name="logo"),
    path("surveys/<str:survey_uid>/edit/languages/", languages.languages, name="languages"),
    path(
        "surveys/<str:survey_uid>/edit/languages/<str:language>/", languages.translation, name="translation"
    ),
    path(
        "surveys/<str:survey_uid>/edit/languages/<str:language>/file/",
        languages.translation_file,
        name="translation_file",
    ),
    path("surveys/<str:survey_uid>/edit/file/", publishing.file, name="file"),
    path("surveys/<str:survey_uid>/edit/discard/", publishing.discard, name="discard"),
    path("surveys/<str:survey_uid>/publish/", publishing.publish, name="publish"),
    *(
        path(f"surveys/<str:survey_uid>/edit/questions/<str:question_key>/{end}", view, name=name)
        for end, view, name in (
            ("", questions.question, "question"),
            ("move/", questions.move, "move_question"),
            ("duplicate/", questions.duplicate, "duplicate_question"),
            ("remove/", questions.remove, "remove_question"),
            ("picture/", questions.picture, "question_picture"),
        )
    ),
]
