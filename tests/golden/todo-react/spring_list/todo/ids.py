import secrets
import time
import uuid


def uuid7() -> uuid.UUID:
    """A random UUID that begins with the time, so that an index of them grows at its end.

    Version 7 of RFC 9562; from Python 3.14 on `uuid.uuid7` is the same.
    """
    milliseconds = time.time_ns() // 1_000_000
    version, variant = 7, 0b10
    return uuid.UUID(
        int=milliseconds << 80
        | version << 76
        | secrets.randbits(12) << 64
        | variant << 62
        | secrets.randbits(62)
    )
