"""LabReady: continuing-education readiness for clinical laboratories."""
