from grading.checks import check


@check("measures the example", concept="lengths", sample=True)
def example(t):
    t.close(t.call("norm", [3.0, 4.0]), 5.0, message="Take the root of the sum of squares.")


@check("has no sign", weight=2, concept="lengths")
def no_sign(t):
    t.close(t.call("norm", [-3.0, -4.0]), 5.0, message="Squares have no sign.")


@check("takes any number of coordinates", weight=2)
def any_number(t):
    t.close(t.call("norm", [1.0, 2.0, 2.0]), 3.0, message="There may be more than two coordinates.")


@check("grows with the arrow", weight=1)
def grows(t):
    t.close(t.call("norm", [2.0]), 2.0, message="One coordinate is its own length.")


@check("knows the arrow without length", weight=1)
def zero(t):
    t.close(t.call("norm", [0.0, 0.0]), 0.0, message="Nothing is as long as nothing.")
