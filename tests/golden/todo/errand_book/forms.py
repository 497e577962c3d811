from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Forms as the pages of this site show them; the admin has its own way."""

    field_template_name = "_partials/field.html"
