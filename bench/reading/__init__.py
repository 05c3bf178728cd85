"""Reading, measured on dev parts of public sets beside what runs offline. See RESULTS.md for figures."""
