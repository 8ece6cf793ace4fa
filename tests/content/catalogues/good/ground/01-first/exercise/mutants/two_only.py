"""Fails: any_number -- only two coordinates count"""

import math


def norm(a):
    return math.hypot(*a[:2])
