from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "night_shift"
    label = "project"
