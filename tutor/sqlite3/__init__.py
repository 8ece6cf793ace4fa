"""Django's database backend for SQLite, with turns for those who write: ENGINE is `tutor.sqlite3`."""
