"""Initial values against what is expected of them."""
