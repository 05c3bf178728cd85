"""Law: crimes and rules as data, and the matrix of what shows each element. Proposals only."""
