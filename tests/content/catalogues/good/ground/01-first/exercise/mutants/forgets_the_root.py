"""Fails: example -- the root is forgotten"""

import math


def norm(a):
    return sum(x * x for x in a)
