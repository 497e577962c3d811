from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.tasks import task
from django.utils import translation


@task
def send_password_reset(
    email: str, *, domain: str, use_https: bool, language: str
) -> None:
    """Mails a link to choose a new password, if there is an account for the address.

    The search for the account is in here, so that nobody can tell by the time it takes
    whether there is one; so is the making of the link, so that no queue ever holds it.
    """
    form = PasswordResetForm({"email": email})
    form.full_clean()
    with translation.override(language):
        form.save(
            domain_override=domain,
            use_https=use_https,
            email_template_name="accounts/password_reset_email.txt",
            subject_template_name="accounts/password_reset_subject.txt",
            extra_email_context={"site_title": settings.SITE_TITLE},
        )
