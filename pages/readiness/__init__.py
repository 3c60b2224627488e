"""How everybody and each person stands."""
