"""What other code may connect to. Sign-ups and sign-ins have the signals of allauth."""

from django.dispatch import Signal

# Somebody deletes their account. Arguments: user.
# Delete or anonymise what you keep about the user. It is sent in the transaction of the
# deletion; a receiver that raises ValidationError stops it, and its message is shown.
account_deleting = Signal()

# Somebody asks for a copy of their data. Arguments: user, data.
# Put what you keep about the user into the dictionary `data`, as JSON can hold it.
personal_data_requested = Signal()
