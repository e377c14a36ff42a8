"""Reads live objects of the kernel; changes none of them."""
