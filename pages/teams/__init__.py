"""Teams compared, and the director's page."""
