"""What a kernel remembers between runs."""
