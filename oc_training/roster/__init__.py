"""Employees, their units and duty status, and the credentials with which they prove who they are.

This package knows nothing of directives, quizzes, records or screens.
"""
