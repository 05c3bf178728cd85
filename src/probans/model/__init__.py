"""What things are: frozen records without behaviour beyond their own invariants. Standard library only."""
