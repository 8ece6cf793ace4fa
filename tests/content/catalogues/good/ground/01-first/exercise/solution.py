import math


def norm(a):
    return math.sqrt(sum(x * x for x in a))
