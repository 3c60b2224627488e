"""What Streamlit runs for every browser and every click: the frame around the page asked for, when its turn comes."""

from lib.ui import preparing, turns

frame = preparing.frame()
try:
    with turns.turn():
        frame.run()
finally:
    preparing.page_made()
