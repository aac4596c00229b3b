from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "heedful.platform.accounts"
    label = "accounts"
