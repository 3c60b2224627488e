"""The entry point: `streamlit run dashboard.py`. The frame does the rest."""

from lib.ui import frame

frame.run()
