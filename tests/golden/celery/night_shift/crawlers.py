"""What programs read that visit the site by themselves."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone

from config.env import env


class PublicPages(Sitemap[str]):
    def items(self) -> list[str]:
        return ["pages:home"]

    def location(self, item: str) -> str:
        return reverse(item)


@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    lines = (
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
        "",
    )
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@login_not_required
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness. https://www.rfc-editor.org/rfc/rfc9116"""
    expires = timezone.now() + timedelta(days=90)
    lines = (
        f"Contact: mailto:{env.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat(timespec='seconds')}",
        "",
    )
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml",
        login_not_required(sitemap),
        {"sitemaps": {"pages": PublicPages}},
        name="sitemap",
    ),
]
if env.SECURITY_CONTACT:
    urlpatterns.append(path(".well-known/security.txt", security, name="security"))
