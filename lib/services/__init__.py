"""Use cases: each takes the application and the principal who asks, checks the permission, and returns frames or values."""
