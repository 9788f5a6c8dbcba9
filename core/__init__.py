"""Merchlab without a screen. Nothing in here imports streamlit."""

__version__ = "0.1.0"
