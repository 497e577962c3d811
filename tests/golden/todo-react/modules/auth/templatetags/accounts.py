from allauth.account.adapter import get_adapter
from django import template
from django.http import HttpRequest
from django.template import Context

from ..browsers import browser_name

register = template.Library()

register.filter("browser_name", browser_name)


@register.simple_tag(takes_context=True)
def sign_up_is_open(context: Context) -> bool:
    request: HttpRequest = context["request"]
    return bool(get_adapter(request).is_open_for_signup(request))
