"""A model at two moments, and what differs."""
