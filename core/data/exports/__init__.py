"""Exports of shop systems and public sets, known by their columns."""
