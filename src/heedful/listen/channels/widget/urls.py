from __future__ import annotations

from django.urls import path

from heedful.listen.channels.widget import public, views

urlpatterns = [
    path("w/heedful.js", public.loader, name="widget_loader"),
    path("w/heedful-<str:digest>.js", public.main, name="widget_script"),
    path("w/<str:site_key>/config", public.config, name="widget_config"),
    path("w/<str:site_key>/ask", public.ask, name="widget_ask"),
    path("w/<str:site_key>/exposures", public.exposures, name="widget_exposures"),
    path("w/<str:site_key>/answers", public.answers, name="widget_answers"),
    path("w/<str:site_key>/declines", public.declines, name="widget_declines"),
    path("w/<str:site_key>/events", public.events, name="widget_events"),
    path("settings/sites/", views.sites, name="sites"),
    path("settings/sites/<str:site_uid>/", views.site, name="site"),
    path("settings/sites/<str:site_uid>/connection/", views.connection, name="site_connection"),
    path("settings/sites/<str:site_uid>/key/", views.new_key, name="site_key"),
    path("settings/sites/<str:site_uid>/secret/", views.new_secret, name="site_secret"),
    path("settings/sites/<str:site_uid>/remove/", views.remove, name="site_remove"),
    path("surveys/<str:survey_uid>/widget/", views.placement, name="widget"),
    path("surveys/<str:survey_uid>/widget/preview/", views.preview, name="widget_preview"),
]
