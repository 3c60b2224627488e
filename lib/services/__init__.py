"""Use cases: each takes the application and who asks, checks the permission, and returns frames or values."""
