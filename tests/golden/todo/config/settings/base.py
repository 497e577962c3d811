"""Settings every environment shares. Each of the other files here changes a few of them."""

import dj_database_url
from django.utils.csp import CSP

from config.env import BASE_DIR, env
from config.logging import logging_config
from config.modules import *

from .accounts import *

# Project
SITE_TITLE = "Errand Book"
SECRET_KEY = env.SECRET_KEY
ALLOWED_HOSTS = env.ALLOWED_HOSTS
CSRF_TRUSTED_ORIGINS = env.CSRF_TRUSTED_ORIGINS
ROOT_URLCONF = "config.urls"
TIME_ZONE = "UTC"

# Applications: the project's own come first, so that their templates win
INSTALLED_APPS = [
    "errand_book",
    "errand_book.accounts",
    "errand_book.pages",
    "errand_book.scheduling",
    "errand_book.todo",
    *MODULE_APPS,
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "django_tasks_db",
]

MIDDLEWARE = [
    "errand_book.middleware.HealthCheckMiddleware",
    "errand_book.middleware.RequestLogMiddleware",
    "errand_book.middleware.ResponseHeadersMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    *MODULE_MIDDLEWARE_BEFORE_CSRF,
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    *MODULE_MIDDLEWARE_AFTER_AUTH,
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    *MODULE_MIDDLEWARE_LAST,
]

# Templates
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "errand_book.context_processors.site",
                *MODULE_CONTEXT_PROCESSORS,
            ],
        },
    },
]
# https://docs.djangoproject.com/en/6.1/ref/forms/renderers/
FORM_RENDERER = "errand_book.forms.Renderer"

# Languages. README.md says how to add one.
# https://docs.djangoproject.com/en/6.1/topics/i18n/translation/
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]

# Database. https://docs.djangoproject.com/en/6.1/ref/databases/#persistent-connections
DATABASES = {
    "default": dj_database_url.parse(
        env.DATABASE_URL, conn_max_age=60, conn_health_checks=True
    ),
}

# Cache. https://docs.djangoproject.com/en/6.1/topics/cache/
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    },
}

# Background tasks. https://docs.djangoproject.com/en/6.1/topics/tasks/
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Tasks that run by themselves, at the times of cron in UTC: `manage.py scheduler` starts them.
SCHEDULES = {
    "errand_book.tasks.prune": "0 3 * * *",
    **MODULE_SCHEDULES,
}

# Email. https://docs.djangoproject.com/en/6.1/ref/settings/#mailers
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.DEFAULT_FROM_EMAIL
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": env.EMAIL_URL,
    },
}

# Static files. https://whitenoise.readthedocs.io/en/stable/django.html
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Content security policy. https://docs.djangoproject.com/en/6.1/ref/csp/
# The nonce is for the change lists of the admin.
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}

# Logging
LOGGING = logging_config(level=env.LOG_LEVEL, style=env.LOG_FORMAT)
