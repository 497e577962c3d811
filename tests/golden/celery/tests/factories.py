from itertools import count

from night_shift.accounts.models import User

PASSWORD = "correct horse battery staple"

_numbers = count(1)


def create_user(
    email: str = "",
    *,
    name: str = "Ada Lovelace",
    is_staff: bool = False,
    is_superuser: bool = False,
) -> User:
    return User.objects.create_user(
        email or f"user{next(_numbers)}@example.com",
        PASSWORD,
        name=name,
        is_staff=is_staff,
        is_superuser=is_superuser,
    )
