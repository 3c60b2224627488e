"""What Streamlit runs for every browser and every click: the frame around the page asked for."""

from lib.ui import preparing

preparing.frame().run()
