from django.apps import AppConfig


class WarehouseConfig(AppConfig):
    name = "heedful.understand.warehouse"
    label = "warehouse"
