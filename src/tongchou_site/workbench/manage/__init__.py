"""The room of management: people and posts, the table of rights, the audit trail, publication."""
