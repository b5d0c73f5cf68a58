"""Templates, words and style of the report, as data; read through `kernel.packaged`."""
