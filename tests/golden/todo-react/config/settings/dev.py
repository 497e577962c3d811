"""Settings of a developer's machine."""

from config.env import env

from .base import *

DEBUG = True

# Vite serves frontend/ from memory and replaces what was edited in the open page.
VITE_SERVER = f"http://localhost:{env.FRONTEND_PORT}"
SECURE_CSP["script-src"].append(VITE_SERVER)
SECURE_CSP["img-src"].append(VITE_SERVER)
SECURE_CSP["connect-src"] += [VITE_SERVER, f"ws://localhost:{env.FRONTEND_PORT}"]
