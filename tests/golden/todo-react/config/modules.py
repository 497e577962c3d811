"""What installed modules add to the settings: managed by quickscale, imported by base.py."""

from config.env import env

MODULE_APPS: list[str] = [
    "modules.auth",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "allauth.socialaccount.providers.github",
    "allauth.socialaccount.providers.google",
]
MODULE_MIDDLEWARE_BEFORE_CSRF: list[str] = []
MODULE_MIDDLEWARE_AFTER_AUTH: list[str] = [
    "allauth.account.middleware.AccountMiddleware",
    "modules.auth.middleware.SecondFactorMiddleware",
]
MODULE_MIDDLEWARE_LAST: list[str] = []
MODULE_CONTEXT_PROCESSORS: list[str] = []
MODULE_SCHEDULES: dict[str, str] = {}

# auth
AUTH_SIGNUP = "open"
AUTH_MFA = "staff"
AUTH_PASSWORD_MIN = 12
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_METHODS: set[str] = {"email"}
ACCOUNT_SIGNUP_FIELDS: list[str] = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_SUPPORTED_TYPES: list[str] = ["recovery_codes", "totp", "webauthn"]
ACCOUNTS_INTERFACE = False
AUTHENTICATION_BACKENDS: list[str] = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "modules.auth.adapters.AccountAdapter"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_FORMS: dict[str, str] = {
    "add_email": "modules.auth.forms.AddEmail",
    "change_password": "modules.auth.forms.ChangePassword",
    "confirm_email_verification_code": "modules.auth.forms.ConfirmEmailCode",
    "confirm_login_code": "modules.auth.forms.ConfirmLoginCode",
    "login": "modules.auth.forms.Login",
    "reauthenticate": "modules.auth.forms.Reauthenticate",
    "request_login_code": "modules.auth.forms.RequestLoginCode",
    "reset_password": "modules.auth.forms.ResetPassword",
    "reset_password_from_key": "modules.auth.forms.ResetPasswordKey",
    "set_password": "modules.auth.forms.SetPassword",
    "signup": "modules.auth.forms.SignUp",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.TRUSTED_PROXY_COUNT
MFA_ADAPTER = "modules.auth.adapters.MFAAdapter"
MFA_FORMS: dict[str, str] = {
    "activate_totp": "modules.auth.forms.ActivateTOTP",
    "add_webauthn": "modules.auth.forms.AddPasskey",
    "authenticate": "modules.auth.forms.SecondFactor",
    "reauthenticate": "modules.auth.forms.SecondFactorAgain",
}
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "modules.auth.adapters.SocialAccountAdapter"
SOCIALACCOUNT_FORMS: dict[str, str] = {"signup": "modules.auth.forms.SocialSignUp"}
SOCIALACCOUNT_PROVIDERS: dict[str, object] = {
    "github": {
        "APP": {"client_id": env.GITHUB_CLIENT_ID, "secret": env.GITHUB_CLIENT_SECRET},
        "SCOPE": ["user:email"],
    },
    "google": {
        "APP": {"client_id": env.GOOGLE_CLIENT_ID, "secret": env.GOOGLE_CLIENT_SECRET},
        "OAUTH_PKCE_ENABLED": True,
    },
}
