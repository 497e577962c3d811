"""What installed modules add to the settings: managed by quickscale, imported by base.py."""

MODULE_APPS: list[str] = []
MODULE_MIDDLEWARE: list[str] = []
