"""Fails: zero -- one is added under the root"""

import math


def norm(a):
    return math.sqrt(1 + sum(x * x for x in a))
