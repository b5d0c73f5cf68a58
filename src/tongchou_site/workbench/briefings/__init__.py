"""The room briefings."""
