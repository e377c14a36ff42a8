"""Near misses and bugs, each as small as it can be, by subject."""

from . import attributes, classes, filled, outside

# The page shows the first bug of these.
_SUBJECTS = (attributes, filled, classes, outside)
VALID = [example for subject in _SUBJECTS for example in subject.VALID]
INVALID = [example for subject in _SUBJECTS for example in subject.INVALID]
