from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "heedful.design.programs"
    label = "programs"
