"""The sample shop: a simulated retailer whose truth is known."""
