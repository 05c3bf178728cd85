"""Independence and incidents: where claims go home to, and which of them tell of the same acts. Pure."""
