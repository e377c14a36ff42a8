"""Rules, texts and objects become findings."""
