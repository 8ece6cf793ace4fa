"""What the pages of statistics show. Long spans are summed by day in the database, and every other list has an end.

There is no table of daily sums: the ledgers have an index by learner and day, a year of them is summed in milliseconds, and a
table of sums would be one more fold to keep right through undone answers, late arrivals and corrected time zones.
"""

from tutor.selectors.statistics.concepts import ConceptRecord, Misconception, concept_records, misconceptions
from tutor.selectors.statistics.habit import ActiveDay, LeagueWeek, PromisedDay, days_of_year, league_weeks, promised_days
from tutor.selectors.statistics.recall import Calibration, MappedConcept, Month, calibration, memory_map, retention, upcoming_for

__all__ = [
    "ActiveDay",
    "Calibration",
    "ConceptRecord",
    "LeagueWeek",
    "MappedConcept",
    "Misconception",
    "Month",
    "PromisedDay",
    "calibration",
    "concept_records",
    "days_of_year",
    "league_weeks",
    "memory_map",
    "misconceptions",
    "promised_days",
    "retention",
    "upcoming_for",
]
