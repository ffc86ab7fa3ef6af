"""The Textual program. Nothing outside this package imports Textual."""
