"""The script that is served. It has a folder of its own because Streamlit puts that folder first on the import path."""
