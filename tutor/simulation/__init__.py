"""Virtual learners who live a year with Loci, to prove what its plans promise; `manage.py simulate` lets them.

What they forget, know and take their time for is made here and hidden from the site, which sees only answers and seconds, as it
does of anybody. Everything but `living` and `plots` is pure: the same seed gives the same year.
"""
