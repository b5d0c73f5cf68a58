"""Goals, tasks, projects, commitments, owners: the tables of a plan, as known on a day."""
