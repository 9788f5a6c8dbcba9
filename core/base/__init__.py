"""What every room shares: specs, values, events, protocols, errors, texts; imports no room."""
