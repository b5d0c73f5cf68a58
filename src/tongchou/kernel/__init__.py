"""Words everybody shares."""
