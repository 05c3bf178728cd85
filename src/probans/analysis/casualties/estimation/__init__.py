"""Estimates of the undocumented from overlapping lists (multiple systems estimation). Never part of the register."""
