"""What a table, a row, a date and a quantity are, and how they are read."""
