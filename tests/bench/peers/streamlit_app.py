"""Streamlit: a script that runs from top to bottom at each change of its radio control."""

import streamlit as st

from tests.bench.peers.given import CHARTS, CHOICES, WORDS, figure

st.title(WORDS["heading"])
st.write(WORDS["sentence"])
choice = st.radio("Local production", CHOICES)
for chart in CHARTS:
    st.plotly_chart(figure(choice, chart), key=chart)
