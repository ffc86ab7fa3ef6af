"""The one place that builds the parts of the house and hands them to each other.

Engines are named here and nowhere else. Whatever starts the program (kiosk, command, test) says
where the files are and what time it is, and gets the services.
"""

from oc_training.bootstrap.house import House

__all__ = ["House"]
