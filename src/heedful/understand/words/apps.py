from importlib import import_module

from django.apps import AppConfig


class WordsConfig(AppConfig):
    name = "heedful.understand.words"
    label = "words"

    def ready(self) -> None:
        import_module("heedful.understand.words.written")  # where the warehouse finds what was read
        import_module("heedful.understand.words.conditions")  # how answers are narrowed by it
        import_module("heedful.understand.words.readings.marks")  # where the page of an answer finds it
