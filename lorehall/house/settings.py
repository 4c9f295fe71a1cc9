"""Django's settings, all of them derived from `config` (the environment)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lorehall.house import config as reader
from lorehall.kernel import mail_server
from lorehall.kernel.db import connection
from lorehall.people import accounts

CONFIG = reader.read()
PACKAGE = Path(__file__).resolve().parent.parent
CAPABILITIES = (
    "kernel",
    "people",
    "communities",
    "uploads",
    "content",
    "drafts",
    "bookmarks",
    "polls",
    "previews",
    "reading",
    "agenda",
    "questions",
    "conversations",
    "practice",
    "library",
    "reports",
    "harvest",
    "search",
    "pages",
    "exchange",
    "house",
)

DATA: Path = CONFIG["LOREHALL_DATA"]
DEBUG: bool = CONFIG["LOREHALL_DEBUG"]
URL: str = CONFIG["LOREHALL_URL"].rstrip("/")
_address = urlsplit(URL)
SECURE = _address.scheme == "https"

SECRET_KEY = reader.secret_key(CONFIG)
ALLOWED_HOSTS = [
    _address.hostname or "localhost",
    "localhost",
    "127.0.0.1",
    "[::1]",
    *CONFIG["LOREHALL_ALLOWED_HOSTS"],
]
CSRF_TRUSTED_ORIGINS = [URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *(f"lorehall.{name}" for name in CAPABILITIES),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lorehall.kernel.ui.compress.Compression",
    "lorehall.kernel.ui.security.ContentSecurityPolicy",
    "lorehall.kernel.ui.middleware.SoundRequests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lorehall.communities.middleware.ViewerMiddleware",
    "lorehall.drafts.middleware.Drafts",
    "lorehall.kernel.ui.middleware.LocaleAndZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "lorehall.kernel.ui.middleware.Refusals",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "lorehall.house.urls"
WSGI_APPLICATION = "lorehall.house.wsgi.application"
APPEND_SLASH = False

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            PACKAGE / "kernel" / "ui" / "templates",
            *(PACKAGE / name / "templates" for name in CAPABILITIES),
        ],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "lorehall.kernel.ui.jinja.environment",
            "auto_reload": DEBUG,
            "context_processors": ["django.contrib.messages.context_processors.messages"],
        },
    },
]
FORM_RENDERER = "lorehall.kernel.ui.forms.Renderer"

_database_url: str = CONFIG["LOREHALL_DATABASE_URL"]
DATABASES = {
    "default": connection.postgresql(_database_url) if _database_url else connection.sqlite(DATA / "lorehall.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
SESSION_ENGINE = "lorehall.people.sessions"
globals().update(accounts.settings(secure=SECURE))
SESSION_COOKIE_NAME = "lorehall_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * CONFIG["LOREHALL_SESSION_DAYS"]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CSRF_COOKIE_NAME = "lorehall_csrf"
CSRF_FAILURE_VIEW = "lorehall.kernel.ui.views.csrf_failure"

USE_I18N = True
USE_TZ = True
TIME_ZONE: str = CONFIG["LOREHALL_TIME_ZONE"]
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [(path.parent.name, path) for path in PACKAGE.glob("*/static") if path.is_dir()] + [
    ("ui", PACKAGE / "kernel" / "ui" / "static")
]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "lorehall.kernel.ui.statics.Storage"},
}
TESTING = bool(os.environ.get("PYTEST_VERSION"))
# Where nothing was collected, the files are found where they stand.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_MAX_AGE = 60 * 60
MEDIA_ROOT = DATA / "uploads"
MEDIA_URL = "/uploads/"
UPLOAD_MOST = CONFIG["LOREHALL_UPLOAD_MB"] * 1024 * 1024
UPLOAD_DAY_MOST = CONFIG["LOREHALL_UPLOAD_DAY_MB"] * 1024 * 1024
UPLOAD_COMMUNITY_MOST = CONFIG["LOREHALL_UPLOAD_COMMUNITY_GB"] * 1024 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_MOST
LINK_PREVIEWS: str = CONFIG["LOREHALL_LINK_PREVIEWS"]
SIGNUP: str = CONFIG["LOREHALL_SIGNUP"]

TASKS = {"default": {"BACKEND": "lorehall.kernel.jobs.backend.DatabaseBackend", "QUEUES": []}}

_mail = mail_server.server(CONFIG["LOREHALL_MAIL_URL"])
EMAIL_BACKEND = _mail.backend
EMAIL_FILE_PATH = _mail.folder
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.starttls, _mail.tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONFIG["LOREHALL_MAIL_FROM"]

LOGGING_CONFIG = "lorehall.house.logs.configure"
LOGGING = {"level": CONFIG["LOREHALL_LOG_LEVEL"], "format": CONFIG["LOREHALL_LOG_FORMAT"]}

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Who came by https once comes by nothing else; names below this one are others' business.
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
SILENCED_SYSTEM_CHECKS: list[str] = []
