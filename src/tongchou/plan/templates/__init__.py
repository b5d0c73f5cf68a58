"""Package data: the usual activities of each kind of work, the words of ledgers, and the drivers."""
