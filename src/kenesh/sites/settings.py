"""Settings of a council site, secure unless told otherwise; the environment decides (environment.py)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from kenesh.sites.environment import Environment

ENVIRONMENT = Environment()
PACKAGE = Path(__file__).resolve().parent.parent
DATA = ENVIRONMENT.data.resolve()
DATA.mkdir(parents=True, exist_ok=True)

DEBUG = ENVIRONMENT.debug
DEMO = ENVIRONMENT.demo
SITE_URL = ENVIRONMENT.url.rstrip("/")
SECRET_KEY = ENVIRONMENT.secret()
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
SIGNING_KEY_FILE = ENVIRONMENT.signing_key or DATA / "keys" / "record.pem"

INSTALLED_APPS = [
    "kenesh.core",
    "kenesh.council",
    "kenesh.media",
    "kenesh.meetings",
    "kenesh.decisions",
    "kenesh.publications",
    "kenesh.sites",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "template_partials",
]

# Every entry works in the event loop: a stream must not pass through a thread (tests/sites/test_middleware.py).
MIDDLEWARE = [
    "kenesh.sites.middleware.release_thread",
    "kenesh.sites.middleware.GZipMiddleware",
    "kenesh.sites.middleware.SecurityMiddleware",
    "kenesh.sites.middleware.CSPMiddleware",
    "kenesh.sites.middleware.SessionMiddleware",
    "kenesh.sites.middleware.LocaleMiddleware",
    "kenesh.sites.middleware.CommonMiddleware",
    "kenesh.sites.middleware.CsrfViewMiddleware",
    "kenesh.sites.middleware.AuthenticationMiddleware",
    "kenesh.sites.middleware.MessageMiddleware",
    "kenesh.sites.middleware.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kenesh.sites.middleware.make_refusals",
]

ROOT_URLCONF = "kenesh.sites.urls"
ASGI_APPLICATION = "kenesh.sites.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kenesh.sites.context.site",
            ],
        },
    },
]

FORM_RENDERER = "kenesh.sites.widgets.QuickWidgets"

# --- storage ---------------------------------------------------------------------------------------------------------

SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA / "kenesh.sqlite3",
    "CONN_MAX_AGE": None,  # requests are lent a thread that keeps its connection (core/threads.py)
    "OPTIONS": {
        # synchronous=FULL: what was acknowledged is on the disk, also after a power cut. The pages that every act
        # changes are the same few, so a checkpoint of 16 MiB writes hardly more of them than one of 4.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;"
        " PRAGMA wal_autocheckpoint=4000;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    },
}


def _postgresql(url: str) -> dict[str, Any]:
    """Many processes may share a database, so connections are pooled rather than kept by each thread."""
    chosen: dict[str, Any] = dict(dj_database_url.parse(url))
    pool = {"min_size": 1, "max_size": ENVIRONMENT.database_pool, "timeout": ENVIRONMENT.database_timeout}
    # The journal prepares the few statements that every act runs (core/journal.py); Django's own are never prepared.
    return chosen | {"OPTIONS": {"prepare_threshold": 0, **chosen.get("OPTIONS", {}), "pool": pool}}


_url = ENVIRONMENT.database_url.get_secret_value()
DATABASES: dict[str, dict[str, Any]] = {"default": _postgresql(_url) if _url else SQLITE}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- files -----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = (ENVIRONMENT.static or DATA / "static").resolve()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kenesh.sites.staticfiles.HashedFiles"},
}

FILES = DATA / "files"
UPLOAD_MAX = ENVIRONMENT.upload_max * 1024 * 1024
UPLOAD_MAX_UNPACKED = ENVIRONMENT.upload_max_unpacked * 1024 * 1024
UPLOAD_TYPES = ENVIRONMENT.addresses(ENVIRONMENT.upload_types)

# --- languages and time ----------------------------------------------------------------------------------------------

LANGUAGES = [
    ("en", "English"),
    ("az", "Azərbaycanca"),
    ("kk", "Қазақша"),
    ("ky", "Кыргызча"),
    ("tr", "Türkçe"),
    ("uz", "Oʻzbekcha"),
    ("hu", "Magyar"),
    ("ru", "Русский"),
]
LANGUAGE_CODE = "en"
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = "kenesh.sites.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- picture and sound -----------------------------------------------------------------------------------------------

STUN_URLS = ENVIRONMENT.addresses(ENVIRONMENT.stun)
TURN_URLS = ENVIRONMENT.addresses(ENVIRONMENT.turn)
TURN_SECRET = ENVIRONMENT.turn_secret.get_secret_value()

# --- who is who ------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "council.Person"
AUTHENTICATION_BACKENDS = ["kenesh.sites.accounts.Delegates"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
INVITATION_DAYS = 14

ACCOUNT_ADAPTER = "kenesh.sites.accounts.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # sign-up is shut; without this, sign-in asks for no password
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "kenesh.sites.accounts.shown_as"
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation reached the address: that is the verification
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900

MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_FORMS = {"add_webauthn": "kenesh.sites.passkeys.AddPasskey"}
MFA_TOTP_ISSUER = "Kenesh"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.tls

# --- defense ---------------------------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENVIRONMENT.tls
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "kenesh.sites.views.csrf_failure"
SECURE_SSL_REDIRECT = ENVIRONMENT.tls
SECURE_HSTS_SECONDS = ENVIRONMENT.hsts_seconds if ENVIRONMENT.tls else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.tls
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # a summary record of 2,000,000 Cyrillic letters, as a form sends it
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# --- mail ------------------------------------------------------------------------------------------------------------

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if ENVIRONMENT.mail_host else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_HOST = ENVIRONMENT.mail_host
EMAIL_PORT = ENVIRONMENT.mail_port
EMAIL_HOST_USER = ENVIRONMENT.mail_user
EMAIL_HOST_PASSWORD = ENVIRONMENT.mail_password.get_secret_value()
EMAIL_USE_TLS = bool(ENVIRONMENT.mail_host) and ENVIRONMENT.mail_security == "starttls"
EMAIL_USE_SSL = bool(ENVIRONMENT.mail_host) and ENVIRONMENT.mail_security == "tls"
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from

# --- log -------------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "secrets": {"()": "kenesh.sites.logs.WithoutSecrets"},
        "traces": {"()": "kenesh.sites.logs.WithoutTraces"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets", "traces"]}},
    "root": {"handlers": ["stderr"], "level": ENVIRONMENT.log_level},
    "loggers": {"django.server": {"handlers": ["stderr"], "propagate": False}},
}
