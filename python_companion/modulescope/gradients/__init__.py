"""Recorded gradients: watches, their document and their pictures."""
