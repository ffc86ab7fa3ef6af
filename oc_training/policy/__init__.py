"""The words of a directive: what a revision is made of, how it is written down and how it is found.

This package knows nothing of people, quizzes, records or screens.
"""
