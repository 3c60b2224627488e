"""What closing the gaps costs."""
