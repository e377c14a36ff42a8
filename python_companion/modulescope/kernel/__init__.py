"""The companion in a running kernel, and `%nn`."""
