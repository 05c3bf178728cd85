"""The one place that chooses implementations, reads settings and holds the clock.

Each public function is one thing that a face (command line, web) offers; it gives plain values. Modules are apart so
that a command loads only what it needs: ``keeping``, ``building``, ``custody``.
"""
