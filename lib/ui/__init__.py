"""The only package under lib that imports Streamlit: the frame around pages, inputs, and what services answer made visible."""
