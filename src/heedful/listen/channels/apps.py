from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "heedful.listen.channels"
    label = "channels"
