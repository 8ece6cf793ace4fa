"""The cache lies where the broker does, and each grading worker may write there: what the site reads from it is data, no more."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
from django.core.cache import cache
from redis.exceptions import RedisError

from tutor.guessing import count
from tutor.selectors.submissions import PAUSED_KEY, grading_is_paused


class Bomb:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.mark),)


def test_nothing_that_somebody_planted_is_run(valkey, tmp_path):
    cache.set(PAUSED_KEY, "no sandbox")
    (key,) = valkey.keys(f"*{PAUSED_KEY}")
    valkey.set(key, pickle.dumps(Bomb(tmp_path / "was here")))
    assert not grading_is_paused()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(RedisError):
        cache.get(PAUSED_KEY)


@pytest.mark.parametrize("value", [None, True, 0, -7, 0.5, "no sandbox: Größe", [1.5, 2.5], [{"entry": {"slug": "cosine"}}]])
def test_what_is_kept_comes_back_as_it_was(value):
    cache.set("kept", value, 10)
    kept = cache.get("kept", "missing")
    assert (kept, type(kept)) == (value, type(value))


def test_counting_goes_on_in_the_cache_itself():
    assert [count("counted", 10) for _ in range(3)] == [1, 2, 3]
