"""A station with invented people, in a folder that is thrown away; for showing and trying out."""
