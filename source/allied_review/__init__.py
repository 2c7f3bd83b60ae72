"""What a change means: two trees of the project, read and compared."""
