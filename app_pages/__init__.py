"""The pages of the app and what they share. Only these files import streamlit."""
