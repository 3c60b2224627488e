"""Use cases: what pages and the command line ask for. Each takes the application, then the principal who asks."""
