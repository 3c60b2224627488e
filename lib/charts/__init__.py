"""Frames to plotly figures: no data access, no Streamlit. Titles say the finding."""
