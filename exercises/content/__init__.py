"""Item and exercise files as typed values, with everything that is wrong with them. No Django."""
