"""One folder a domain, all of one shape: inputs, standard, clauses, method, findings, handin, example."""
