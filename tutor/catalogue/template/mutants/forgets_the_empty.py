"""Fails: empty -- divides by the number of no numbers"""


def average(numbers):
    return sum(numbers) / len(numbers)
