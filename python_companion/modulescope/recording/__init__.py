"""Records gradients as they happen."""
