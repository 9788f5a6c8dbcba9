"""What the room draws."""
