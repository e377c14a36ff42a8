"""What expressions hold, across names, functions, classes and cells."""
