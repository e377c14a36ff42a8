"""What rules are made with."""
