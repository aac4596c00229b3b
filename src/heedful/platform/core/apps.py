from django.apps import AppConfig, apps
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "heedful.platform.core"
    label = "core"

    def ready(self) -> None:
        assert apps.models_ready
        autodiscover_modules("handlers", "jobs", "personal_data", "health")
