"""Footage: fingerprints, regions, copies and first appearance; pure functions over arrays and records."""
