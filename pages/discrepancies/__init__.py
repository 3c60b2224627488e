"""Transcripts against our records."""
