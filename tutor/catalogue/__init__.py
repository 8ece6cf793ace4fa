"""From files to the published catalogue: loading all of it, proving it, and putting it into the database in one transaction."""
