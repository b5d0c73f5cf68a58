"""What is kept: plans, items, runs, people, the audit trail. Actions write, queries read; nobody else sees the models."""
