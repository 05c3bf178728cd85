"""The casualty register: reported figures reconciled into ranges, named people once, the undocumented estimated."""

from probans.analysis.casualties.register import reckon, reconcile

__all__ = ["reckon", "reconcile"]
