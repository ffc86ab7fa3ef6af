"""Whether a station is fit to be left alone: one module a subject, one function a check, one finding each.

A check looks and never mends. It is given what it looks at (a folder, a moment, the root of the machine's files), so
that each can be shown a sound machine and an unsound one; :mod:`oc_training.checkup.whole` puts them together.
"""
