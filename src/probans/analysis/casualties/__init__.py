"""The casualty register: reported figures reconciled into ranges, named people once, the undocumented estimated."""

from probans.analysis.casualties.register import reckon, reconcile
from probans.analysis.casualties.victims import link_victims

__all__ = ["link_victims", "reckon", "reconcile"]
