"""Probans turns reports and footage of alleged war crimes into a case file that an opponent can re-check.

The flow, one folder a step (data moves to the right only, see docs/tour.md):

bytes -> exhibit -> readings -> claims -> incidents -> case -> case file
"""

__version__ = "0.1.0"
