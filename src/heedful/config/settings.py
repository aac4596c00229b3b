from __future__ import annotations

from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.csp import CSP

from heedful.config.environment import Environment
from heedful.config.secrets_file import load_secrets
from heedful.platform.messaging.kind import MailWay, mail_kind

ENVIRONMENT = Environment()
HEEDFUL_HOME = ENVIRONMENT.home.resolve()
HEEDFUL_HOME.mkdir(parents=True, exist_ok=True)
_secrets = load_secrets(HEEDFUL_HOME)

SECRET_KEY = _secrets.signing_key
ENCRYPTION_KEYS = _secrets.encryption_keys
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = [host.strip() for host in ENVIRONMENT.allowed_hosts.split(",")]
BASE_URL = ENVIRONMENT.base_url.rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    # Ours come before allauth, so that our templates of its pages are found first.
    "heedful.platform.core",
    "heedful.platform.ui",
    "heedful.platform.accounts",
    "heedful.platform.privacy",
    "heedful.platform.messaging",
    "heedful.design.surveys",
    "heedful.design.programs",
    "heedful.listen.audiences",
    "heedful.listen.fieldwork",
    "heedful.listen.responses",
    "heedful.listen.channels",
    "heedful.understand.warehouse",
    "heedful.understand.words",
    "heedful.understand.metrics",
    "heedful.understand.boards",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "heedful.config.middleware.ActorMiddleware",
    "heedful.config.middleware.ProblemMiddleware",
]

ROOT_URLCONF = "heedful.config.urls"
WSGI_APPLICATION = "heedful.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "heedful.config.context.house",
            ],
        },
    }
]


def _database(url: str) -> dict[str, Any]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HEEDFUL_HOME / "heedful.sqlite3",
            "TEST": {"NAME": HEEDFUL_HOME / "test.sqlite3"},  # a file: threads of a test share it
            "OPTIONS": {
                # IMMEDIATE: a transaction that will write waits at its start, not in its middle, where it
                # could only fail. FULL: what is acknowledged is on the disk. secure_delete: erased is erased.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
                "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;",
            },
            "CONN_MAX_AGE": None,
        }
    parts = urlsplit(url)
    options = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": parts.port or "",
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(ENVIRONMENT.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_mail_way = MailWay(ENVIRONMENT.smtp_url, ENVIRONMENT.mail_provider, ENVIRONMENT.mail_options)
_mail_kind = mail_kind(_mail_way)
MAIL_IS_CONFIGURED = _mail_kind.sends
MAIL_GOES_BY = _mail_kind.says(_mail_way)
MAIL_PROVIDER = ENVIRONMENT.mail_provider
MAIL_STREAMS = ENVIRONMENT.mail_streams
MAILERS = {"default": _mail_kind.mailer(_mail_way)}
ANYMAIL = {
    "WEBHOOK_SECRET": ENVIRONMENT.mail_webhook_secret,
    **{f"{MAIL_PROVIDER}_{key}".upper(): each for key, each in ENVIRONMENT.mail_options.items()},
}
SMS: dict[str, Any] = {
    "gateway": ENVIRONMENT.sms_gateway,
    "options": ENVIRONMENT.sms_options,
    "sender": ENVIRONMENT.sms_from,
    "prices": ENVIRONMENT.sms_prices,
    "currency": ENVIRONMENT.sms_currency,
}
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
MAIL_ADDRESS = parseaddr(ENVIRONMENT.mail_from)[1]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people come by invitation, which proves the address
ACCOUNT_ADAPTER = "heedful.config.sign_in.InvitationOnly"
ACCOUNT_LOGIN_BY_CODE_ENABLED = MAIL_IS_CONFIGURED
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers are not written to
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxies  # whose word on the client's address counts

MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Heedful"
MFA_ADAPTER = "heedful.config.sign_in.SealedFactors"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "heedful.config.error_pages.csrf_failed"
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "heedful.config.formats"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = HEEDFUL_HOME / "cache" / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
INTAKE_RATE = ENVIRONMENT.intake_rate  # by itself: reading it through ENVIRONMENT costs 10 µs an answer

WAREHOUSE = {
    "folder": HEEDFUL_HOME / "warehouse",
    "engine": ENVIRONMENT.warehouse_engine,
    "dask_scheduler": ENVIRONMENT.dask_scheduler,
    "threads": ENVIRONMENT.warehouse_threads,
    "memory": ENVIRONMENT.warehouse_memory,
    "minimum_base": ENVIRONMENT.minimum_base,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": ENVIRONMENT.log_level},
}
