"""Fails: no_sign -- lengths are added"""

import math


def norm(a):
    return sum(a)
