"""The version of the package, equal to package.json's, and of the protocol."""

__version__ = "0.1.0"
PROTOCOL = 1
