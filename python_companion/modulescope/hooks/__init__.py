"""The hooks of a model: read, shown, removed and put back."""
