"""What waits for somebody's word."""
