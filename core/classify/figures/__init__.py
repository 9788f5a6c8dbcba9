"""Figures of classification: values of a report or of events in, a `Chart` out."""
