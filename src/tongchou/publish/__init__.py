"""What may be shown of an outcome: report, brief, open data."""
