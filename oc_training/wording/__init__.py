"""What both kiosks say: the screens and the plain lines word the same things in the same way.

The boundary is there so that neither way of working knows the other, and a person who changes from one to the other
meets no other word. Nothing in it draws anything; it makes sentences of what the core gives.
"""
