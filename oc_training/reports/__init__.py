"""Tables, exports and documents for people outside the program."""
