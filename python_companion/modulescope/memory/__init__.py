"""Bytes on devices, and what keeps models alive."""
