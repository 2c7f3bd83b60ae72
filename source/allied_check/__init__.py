"""What holds on the pages and in the data, and what does not."""
