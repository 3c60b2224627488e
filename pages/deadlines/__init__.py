"""What falls due, and who would be left."""
