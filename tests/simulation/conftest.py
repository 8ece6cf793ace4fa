import pytest

from tests import helpers


@pytest.fixture
def course(db):
    return helpers.publish_course()


@pytest.fixture
def ada(course):
    return helpers.learner()
