from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "heedful.listen.fieldwork"
    label = "fieldwork"
