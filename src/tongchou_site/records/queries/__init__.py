"""Everything that reads. What comes out is plain frozen values, never a model."""
