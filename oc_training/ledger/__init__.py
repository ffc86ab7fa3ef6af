"""The book of records: append-only, sealed entries behind a small port.

This package knows nothing of what the entries say; a body is JSON to it.
"""
