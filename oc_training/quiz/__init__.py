"""Banks of scenario questions, drawing an attempt from one and marking it.

This package knows nothing of directives (a citation is a string here), people, records or screens.
"""
