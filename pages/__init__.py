"""The pages of the dashboard, one folder for each section of the menu."""
