"""The command line: the same services as the dashboard, for scheduled imports, exports and scripts."""
