"""The room of one task: what was promised, where its item stands in the loop, and what may be done now."""
