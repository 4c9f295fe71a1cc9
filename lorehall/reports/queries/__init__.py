"""Read models of reports and of the evidence in them."""
