"""Files in, and what they leave open."""
