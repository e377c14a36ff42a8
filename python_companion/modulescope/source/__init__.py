"""The text of cells: parsing, positions, and what names mean."""
