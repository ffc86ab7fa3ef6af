"""The kiosk as plain lines: the same walk for a screen reader, a braille display or a slow line (A11Y-10).

Everything is a line of words from top to bottom, every choice is a number, and the cursor is the terminal's own. It
draws nothing and knows nothing of the screens: both stand on the same services, so what is recorded is the same.
"""
