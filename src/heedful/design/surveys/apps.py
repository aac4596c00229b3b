from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "heedful.design.surveys"
    label = "surveys"
