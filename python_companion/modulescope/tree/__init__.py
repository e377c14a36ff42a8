"""The modules of a model as rows, with what is known of each."""
