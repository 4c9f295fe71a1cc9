"""What finding changes: counts of what was missed, and of what needed no asking."""
