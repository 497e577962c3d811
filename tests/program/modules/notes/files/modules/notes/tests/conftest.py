import pytest

from modules.auth.tests.factories import create_person
from modules.auth.users import User


@pytest.fixture
def person(db: None) -> User:
    return create_person()
