"""The parts that screens are made of.

A widget here is given values and hands back messages. It calls no service, knows no other
widget and keeps nothing once it is gone; every state it shows can be told without colour.
"""
