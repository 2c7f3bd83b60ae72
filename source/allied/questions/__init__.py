"""The questions asked of the data: one module a subject."""
