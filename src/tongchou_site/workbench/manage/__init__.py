"""The room manage."""
