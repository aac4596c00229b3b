from django.apps import AppConfig


class AudiencesConfig(AppConfig):
    name = "heedful.listen.audiences"
    label = "audiences"
