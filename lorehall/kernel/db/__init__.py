"""What differs between the two engines, behind one interface."""
