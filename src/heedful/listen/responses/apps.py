from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    name = "heedful.listen.responses"
    label = "responses"
