from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "heedful.platform.ui"
    label = "ui"
