"""What ``sample_data/generate.py`` is made of: an invented laboratory, written the way a hospital would write it."""
