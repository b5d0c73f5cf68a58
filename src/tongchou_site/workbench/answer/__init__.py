"""The rooms that read the latest answer: goals, principal constraint, schedule, findings, evidence."""
