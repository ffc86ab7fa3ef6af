"""Which page follows which: the whole way through the kiosk, told from top to bottom."""
