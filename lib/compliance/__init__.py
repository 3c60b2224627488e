"""The verdict: frames, the rule book and a date in; frames out. Pure: reads no clock, no file, no database."""
