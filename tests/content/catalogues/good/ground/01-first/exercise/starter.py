import math


def norm(a):
    return 0.0
