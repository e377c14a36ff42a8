"""Near misses and bugs, each as small as it can be, by subject."""

from . import functions, layers, models, results, settings, trainers, training

# The page shows the first bug of these.
_SUBJECTS = (settings, functions, layers, models, training, trainers, results)
VALID = [example for subject in _SUBJECTS for example in subject.VALID]
INVALID = [example for subject in _SUBJECTS for example in subject.INVALID]
