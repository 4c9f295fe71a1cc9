"""Folders of Markdown: handbooks, documentation, and what `lorehall export markdown` wrote.

Folders are topics, files are practices, front matter is what a practice has beside its text.
"""
