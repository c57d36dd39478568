"""What every feature stands on: web, database, audit, jobs, mail. Knows no feature."""
