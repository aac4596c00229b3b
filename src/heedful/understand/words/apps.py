from django.apps import AppConfig


class WordsConfig(AppConfig):
    name = "heedful.understand.words"
    label = "words"
