"""Connectors: what outside formats are, and what they hold. Readers of untrusted bytes run in the sandbox only."""
