"""Certificate programs."""
