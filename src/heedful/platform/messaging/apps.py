from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "heedful.platform.messaging"
    label = "messaging"
