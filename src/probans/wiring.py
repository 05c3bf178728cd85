"""The one place that chooses implementations, reads settings and holds the clock."""
