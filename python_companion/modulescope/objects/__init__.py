"""Reads the structure of live objects; runs nothing of theirs, changes none."""
