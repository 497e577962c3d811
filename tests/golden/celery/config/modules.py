"""What installed modules add to the settings: managed by quickscale, imported by base.py."""

MODULE_APPS: list[str] = []
MODULE_MIDDLEWARE_BEFORE_CSRF: list[str] = []
MODULE_MIDDLEWARE_AFTER_AUTH: list[str] = []
MODULE_MIDDLEWARE_LAST: list[str] = []
MODULE_CONTEXT_PROCESSORS: list[str] = []
MODULE_SCHEDULES: dict[str, str] = {}
