"""The reader that checks a book: from the bytes of its file alone, with not a line of what writes it.

A fault in the writer can therefore not hide itself here. Beyond the standard library it uses ``cryptography`` and
``msgspec``, and of the house only its errors and the values of the port.
"""
