"""A terminal kiosk at which employees read written directives, work scenarios and sign for them.

The package root imports nothing, so that a command of the administrative tool pays
only for the parts it uses.
"""

__version__ = "0.1.0"
