"""Reads numbers in tensors, where that is safe, and leaves no trace."""
