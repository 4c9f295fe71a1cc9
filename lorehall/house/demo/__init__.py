"""The demo: a community that one can walk about in, told as texts and played through the rules."""
