"""The only package under lib that imports Streamlit: the frame around pages, inputs, and answers made visible."""
