"""What the room draws: values in, a Plotly figure and its finding out."""
