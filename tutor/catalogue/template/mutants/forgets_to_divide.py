"""Fails: example -- the sum is taken for the average"""


def average(numbers):
    return sum(numbers)
