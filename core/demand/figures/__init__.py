"""Figures of forecasting: values of a plan, a report or a series in, a `Chart` out."""
