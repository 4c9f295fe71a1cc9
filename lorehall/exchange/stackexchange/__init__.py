"""Dumps of Stack Exchange sites: eight XML files of rows, or posts alone, as XML or CSV.

Format: the data dump's own schema, https://meta.stackexchange.com/questions/2677.
"""
