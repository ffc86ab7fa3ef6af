"""The acknowledgment, the schedule that asks for it, and the walk that leads to it.

This is where directives, questions, people and the book of records meet. It knows nothing of screens.
"""
