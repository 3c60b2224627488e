"""Who asks, what they may do, and for whom. Deny by default."""
