"""Sources on disk: read, checked and fixed without a kernel."""
