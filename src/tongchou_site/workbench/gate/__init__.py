"""The gate: sign in, the first entry by a one-time link, sign out, the plans one may open."""
