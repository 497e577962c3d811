from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static


def site(request: HttpRequest) -> dict[str, object]:
    def page_url() -> str:
        """The same page however it was searched in."""
        return request.build_absolute_uri(request.path)

    def share_image() -> str:
        return request.build_absolute_uri(static("img/share.png"))

    # Functions are called where a template uses them: a request for a foreign host has no address.
    return {
        "site_title": settings.SITE_TITLE,
        "languages": settings.LANGUAGES,
        "page_url": page_url,
        "share_image": share_image,
    }
