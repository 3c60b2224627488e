"""Work without Excel: records changed in place, many at once, sessions, messages, and the log of it all."""
