"""A city as a folder of files: reading and writing, never half."""
