"""Text and HTML of trees, reports and pages, made from `to_dict()` only."""
