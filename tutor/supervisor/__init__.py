"""Runs a whole installation on one machine as one group of programs: broker, site, and the workers.

`programs` says what runs, `child` starts and ends one of them, `keeper` keeps all alive and ends them in order, `stage` brings
database, catalogue, static files and specification to what the code wants, `guard` refuses what cannot work in one line with the
mend.
"""
