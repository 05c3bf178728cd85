"""The only input and output: store, runners, connectors. Only wiring imports it."""
