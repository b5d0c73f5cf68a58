"""Everything that writes. Keyword only, in one transaction, with `by` and `at`, leaving an audit entry."""
