from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "heedful.understand.metrics"
    label = "metrics"
