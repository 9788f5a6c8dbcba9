"""Parts shared by the pages.

Streamlit takes a folder called `pages` for its older kind of app until
`st.navigation` is called once: the first visit after a start would then show a
bare page, without app.py. Whoever imports this package in that first run ends
it and starts again, with app.py in front.
"""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

if PagesManager.uses_pages_directory:
    PagesManager.uses_pages_directory = False
    st.rerun()
