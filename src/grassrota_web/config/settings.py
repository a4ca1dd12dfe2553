"""Settings, all of them from the environment; every one has a default that works on one machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from grassrota_web.access.keys import secret

DATA = Path(os.environ.get("GRASSROTA_DATA", "grassrota-data")).absolute()
"""Where the SQLite store, the keys and uploaded files are kept."""

HTTPS = os.environ.get("GRASSROTA_HTTPS") == "1"
"""True behind a proxy that speaks https: cookies are then sent over nothing else."""

DEMO = (DATA / "demonstration").exists() and not HTTPS
"""A demonstration on one machine: made-up people, known passwords, no second factor; every page says so."""

SECRET_KEY = os.environ.get("GRASSROTA_SECRET_KEY") or secret(DATA, "secret-key")
SEAL_KEY_FILE = Path(os.environ.get("GRASSROTA_SEAL_KEY_FILE", DATA / "seal-key"))
ALLOWED_HOSTS = os.environ.get("GRASSROTA_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and host not in ("*", "localhost")]
DEBUG = False

INSTALLED_APPS = [
    "grassrota_web.config",
    "grassrota_web.figures",
    "grassrota_web.inspections",
    "grassrota_web.records",
    "grassrota_web.open311",
    "grassrota_web.themes",
    "grassrota_web.opinions",
    "grassrota_web.intake",
    "grassrota_web.fieldwork",
    "grassrota_web.postings",
    "grassrota_web.rotas",
    "grassrota_web.orgs",
    "grassrota_web.access",
    "grassrota_web.jobs",
    "grassrota_web.journal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
    "django_htmx",
    "ninja",
]

MIDDLEWARE = [
    # outermost, so that files and errors carry the policy as well
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "grassrota_web.access.middleware.ActorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "grassrota_web.config.urls"
WSGI_APPLICATION = "grassrota_web.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "grassrota_web.config.context.frame",
            ],
        },
    },
]

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        os.environ.get("GRASSROTA_DATABASE_URL") or f"sqlite:///{DATA / 'grassrota.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # those of all verbs, each understood once
        "cached_statements": 512,
        # a transaction takes the write lock when it begins, so that two verbs never meet half-way
        "transaction_mode": "IMMEDIATE",
        # long enough for a whole roster to be written by somebody else
        "timeout": 120,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        # what was deleted is not to be read out of the free pages of the file
        "PRAGMA secure_delete=ON; "
        # 64 MiB, so that the indexes of a long list are written from memory, and others wait the less for it
        "PRAGMA cache_size=-65536;",
    }

else:
    # from the second time on, a statement of `journal.prepared` is not planned anew
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("prepare_threshold", 1)

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "lockout_cache",
        # nobody pushes the count of one name out by trying many others
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
}

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", **options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"OPTIONS": {"min_length": 12}}),
        ("CommonPasswordValidator", {}),
    )
]
PASSWORD_RESET_TIMEOUT = 24 * 3600
LOGIN_URL = "access:sign_in"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = (
    "grassrota_session",
    "grassrota_csrf",
    "grassrota_language",
)
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^health/$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "grassrota_web.access.views.sign_in.forged"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Counts of failed sign-ins live in the cache for an hour under a hash of the name; no address and no agent is kept
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_CLIENT_IP_CALLABLE = "grassrota_web.access.lockout.no_address"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "grassrota_web.access.views.sign_in.locked"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# axes.W006 asks for the address as well, which is the very thing that is not to be kept
SILENCED_SYSTEM_CHECKS = ["axes.W006"]

# Sign-in through the organisation's own directory (OpenID Connect), where an issuer is named
OIDC_ISSUER = os.environ.get("GRASSROTA_OIDC_ISSUER", "").rstrip("/")
OIDC_RP_CLIENT_ID = os.environ.get("GRASSROTA_OIDC_CLIENT_ID", "")
OIDC_RP_CLIENT_SECRET = os.environ.get("GRASSROTA_OIDC_CLIENT_SECRET", "")
OIDC_RP_SIGN_ALGO = os.environ.get("GRASSROTA_OIDC_ALGORITHM", "RS256")
OIDC_RP_SCOPES = os.environ.get("GRASSROTA_OIDC_SCOPES", "openid profile")
OIDC_CLAIM = os.environ.get("GRASSROTA_OIDC_CLAIM", "preferred_username")
OIDC_AUTHENTICATION_CALLBACK_URL = "access:directory_back"
OIDC_CREATE_USER = False
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10
if OIDC_ISSUER:
    AUTHENTICATION_BACKENDS.append("grassrota_web.access.directory.Directory")

USE_TZ = True
TIME_ZONE = os.environ.get("GRASSROTA_TIME_ZONE", "UTC")
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Chinese"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 << 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 << 20
FILE_UPLOAD_PERMISSIONS = 0o600
# Mail says no more than that there is news; none is sent until a sender is named
MAIL_FROM = os.environ.get("GRASSROTA_MAIL_FROM", "")
EMAIL_HOST = os.environ.get("GRASSROTA_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("GRASSROTA_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("GRASSROTA_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("GRASSROTA_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("GRASSROTA_MAIL_TLS") == "1"
EMAIL_TIMEOUT = 20
# under which address the application is reached, for links in mail
PUBLIC_URL = os.environ.get("GRASSROTA_URL", "").rstrip("/") or f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0]}"
# how long what is kept, where it is not as docs/reference/retention.md says: "sealed=365,journal=1825"
_KEEP = os.environ.get("GRASSROTA_KEEP_DAYS", "")
KEEP_DAYS = {
    kind.strip(): int(days) for kind, _sign, days in (part.partition("=") for part in _KEEP.split(",") if part)
}
# Opinions: how many a day are taken without proof of work, how many wrong receipt codes are looked up a day, where to
# go on paper and by telephone, and the code of the inspection office's unit
INTAKE_WITHOUT_WORK = int(os.environ.get("GRASSROTA_INTAKE_WITHOUT_WORK", "200"))
INTAKE_GUESSES = int(os.environ.get("GRASSROTA_INTAKE_GUESSES", "2000"))
INTAKE_PAPER = os.environ.get("GRASSROTA_INTAKE_PAPER", "")
INTAKE_PHONE = os.environ.get("GRASSROTA_INTAKE_PHONE", "")
INSPECTION_OFFICE = os.environ.get("GRASSROTA_INSPECTION_OFFICE", "")
# Open311: keys of the programs that pass opinions on, how many all of them may pass on in a day, and the degrees north
# and east from which the kilometres of the units are counted, such as "30.25,120.17"; without them no degrees are told
OPEN311_KEYS = tuple(key for key in os.environ.get("GRASSROTA_OPEN311_KEYS", "").split(",") if len(key) >= 20)
OPEN311_A_DAY = int(os.environ.get("GRASSROTA_OPEN311_A_DAY", "1000"))
OPEN311_ORIGIN = os.environ.get("GRASSROTA_OPEN311_ORIGIN", "")
# The calendar of working days: "weekdays" or "china"
WORK_CALENDAR = os.environ.get("GRASSROTA_WORK_CALENDAR", "weekdays")
# Themes: from how many open cases at one unit a theme is proposed as a big problem, and whether the sentence encoder is
# asked where the extra "themes" is installed; it takes memory and time, and finds more
THEMES_PILE = int(os.environ.get("GRASSROTA_THEMES_PILE", "5"))
THEMES_ENCODER = os.environ.get("GRASSROTA_THEMES_ENCODER", "1") == "1"
JOB_LEASE_SECONDS = float(os.environ.get("GRASSROTA_JOB_LEASE_SECONDS", "30"))
TEST_RUNNER = "django.test.runner.DiscoverRunner"

# Nothing about who asked for a page is logged: no address, no agent, no account
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "axes": {"level": "CRITICAL"},
        # each refusal would be logged with its address, such as that of the page on which coercion is reported
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "grassrota_web": {"level": "INFO"},
    },
}
