"""The page of a rule, and its measured harm."""
