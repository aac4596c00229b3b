from __future__ import annotations

from django.urls import URLPattern, path

from heedful.understand.words.themes.views import applying, editing, taxonomies

urlpatterns: list[URLPattern] = [
    path("themes/define/", taxonomies.taxonomies, name="themes_define"),
    path("themes/define/choose/", taxonomies.choose, name="themes_choose"),
    path("themes/define/<str:taxonomy_uid>/", taxonomies.tree, name="themes_tree"),
    path("themes/define/<str:taxonomy_uid>/deed/", taxonomies.deed, name="themes_deed"),
    path("themes/define/<str:taxonomy_uid>/learning/", taxonomies.learning, name="themes_learning"),
    path("themes/define/<str:taxonomy_uid>/surveys/", taxonomies.assign, name="themes_assign"),
    path("themes/define/<str:taxonomy_uid>/file/", taxonomies.file, name="themes_file"),
    path("themes/define/<str:taxonomy_uid>/try/", taxonomies.try_it, name="themes_try"),
    path("themes/define/<str:taxonomy_uid>/new/", editing.new_theme, name="themes_new"),
    path("themes/define/<str:taxonomy_uid>/merge/", editing.merge, name="themes_merge"),
    path("themes/define/<str:taxonomy_uid>/preview/", applying.preview_page, name="themes_preview"),
    path("themes/define/<str:taxonomy_uid>/apply/", applying.apply, name="themes_apply"),
    path("themes/define/<str:taxonomy_uid>/discard/", applying.discard, name="themes_discard"),
    path("themes/define/<str:taxonomy_uid>/versions/", applying.versions, name="themes_versions"),
    path("themes/define/<str:taxonomy_uid>/themes/<str:theme_key>/", editing.edit_theme, name="themes_edit"),
    path(
        "themes/define/<str:taxonomy_uid>/themes/<str:theme_key>/remove/",
        editing.remove_theme,
        name="themes_remove",
    ),
    path(
        "themes/define/<str:taxonomy_uid>/themes/<str:theme_key>/split/", editing.split, name="themes_split"
    ),
]
