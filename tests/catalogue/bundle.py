"""The real catalogue, read once in each process of the tests: reading it takes seconds."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from tutor.catalogue import bundle


@cache
def real() -> bundle.Bundle:
    return bundle.load_bundle(settings.CATALOGUE_DIR)
