import structlog
from structlog.typing import EventDict, Processor, WrappedLogger


def without_traces_of_refusals(
    _logger: WrappedLogger, _method: str, event: EventDict
) -> EventDict:
    """A request that Django refuses, for its host say, is a line; no code has failed."""
    if event["logger"].startswith("django.security."):
        event.pop("exc_info", None)
    return event


# Lines of structlog's and of the standard library's loggers carry the same fields.
SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    without_traces_of_refusals,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
]

# Tracebacks are plain text: structlog's own would show local variables.
STYLES: dict[str, list[Processor]] = {
    "console": [
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    ],
    "json": [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(),
    ],
}


def formatter(style: str) -> structlog.stdlib.ProcessorFormatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *STYLES[style],
        ],
    )


def logging_config(*, level: str, style: str) -> dict[str, object]:
    """The LOGGING setting, and structlog set up to go through it."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"structured": {"()": formatter, "style": style}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "structured"},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},
            # The project logs a line for every request. Django's would add the path,
            # which can hold a token.
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
