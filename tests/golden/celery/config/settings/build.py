"""Settings of `collectstatic` while an image is built: no secrets, so nothing can be served."""

from .base import *

SECRET_KEY = ""
DATABASES = {}
