from django.core.files.base import File
from whitenoise.storage import (  # type: ignore[import-untyped]  # (it has no types)
    CompressedManifestStaticFilesStorage,
)


class StaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # (it has no types)
    """Leaves the names alone that Vite made of contents: such files import one another."""

    def hashed_name(
        self, name: str, content: File[bytes] | None = None, filename: str | None = None
    ) -> str:
        if name.startswith("app/assets/"):
            return name
        return str(super().hashed_name(name, content, filename))
