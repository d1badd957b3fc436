"""Gap-finding and what follows from it: evidence, scenarios, portfolios, changes."""
