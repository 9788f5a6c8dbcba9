"""Preprocessing fitted on training rows, and the division of rows into parts."""
