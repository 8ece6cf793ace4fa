"""A room without a database: a job goes in, a report comes out. Others import `grading.contract` and nothing else of it."""
