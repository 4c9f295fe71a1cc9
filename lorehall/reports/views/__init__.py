"""Pages of reports and of the evidence in them."""
