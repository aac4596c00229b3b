from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "heedful.platform.privacy"
    label = "privacy"
