"""What installed modules set for the test suite: managed by quickscale, imported by test.py."""

# auth
AUTH_MFA = "off"
ACCOUNTS_INTERFACE = True
