"""Near misses and bugs, each as small as it can be, by subject."""

from . import containers, tensors

# The page shows the first bug of these.
_SUBJECTS = (tensors, containers)
VALID = [example for subject in _SUBJECTS for example in subject.VALID]
INVALID = [example for subject in _SUBJECTS for example in subject.INVALID]
