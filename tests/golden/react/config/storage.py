from django.core.files.base import File
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Leaves the names alone that Vite made of contents: such files import one another."""

    def hashed_name(
        self, name: str, content: File[bytes] | None = None, filename: str | None = None
    ) -> str:
        if name.startswith("app/assets/"):
            return name
        hashed = super().hashed_name(name, content, filename)  # type: ignore[no-untyped-call]  # (it has no types)
        return str(hashed)
