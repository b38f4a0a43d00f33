"""Data files changed in place: a diff applied to their text, three versions of them merged."""
