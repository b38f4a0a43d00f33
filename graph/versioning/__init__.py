"""Versions of a dataset: folders, archives and git revisions; its history, commit by commit."""
