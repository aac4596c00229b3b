from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "heedful.understand.boards"
    label = "boards"
