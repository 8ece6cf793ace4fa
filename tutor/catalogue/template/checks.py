from grading.checks import check


@check("averages the example", sample=True)
def example(t):
    t.close(t.call("average", [1.0, 2.0, 6.0]), 3.0, message="The sum is shared by all three.")


@check("takes any number of numbers", weight=2)
def any_number(t):
    numbers = t.rng.uniform(1, 9, size=int(t.rng.integers(10, 30))).tolist()
    got = t.unchanged("average", numbers)
    t.between(got, min(numbers), max(numbers), "An average lies between the least and the greatest number: divide by how many.")
    t.close(got, sum(numbers) / len(numbers), message="It lies between the right numbers, and is not the average.")


@check("keeps what is behind the point")
def fractions(t):
    t.close(t.call("average", [1.0, 2.0]), 1.5, message="An average of whole numbers need not be whole.")


@check("feels a number that is far away")
def outlier(t):
    t.close(t.call("average", [0.0, 0.0, 900.0]), 300.0, message="Every number counts, not just those in the middle.")


@check("gives nothing for nothing")
def empty(t):
    t.close(t.call("average", []), 0.0, message="There may be no numbers: look before you divide.")
