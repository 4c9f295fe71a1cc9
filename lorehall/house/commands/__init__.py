"""The subcommands of `lorehall` that are the house's own."""
