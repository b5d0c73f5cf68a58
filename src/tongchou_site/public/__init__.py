"""What everybody may read: goals, tasks, bureaus and open data in plain language, without signing in."""
