"""The PINs and words that people choose most, which no rule of the blocklist catches (AUT-2).

To bring the list up to date, add to it: digits to the first list, words in small letters to the second.
PINs that are already chosen are not affected.
"""

from __future__ import annotations

_DIGITS = """
    010203 020304 030405 102030 102938 112358 135790 135791 142536 159753 192837 203040 246810 246802 271828
    314159 321654 420420 420690 456123 471147 520131 520520 520888 583212 654123 696969 741963 753951 789123
    852963 864209 867530 911119 911000 963741 963852 975310 987123
    07041776 10203040 12131415 13579246 13579135 14041404 19411207 24681012 24681357 24682468
    31415926 31415927 36925814 73317331 86753090 91191191 98765123 8675309 01020304 20212022 20202021
"""

_WORDS = """
    password passwort passw0rd p@ssword p@ssw0rd p@$$w0rd pa55word pa$$word mypassword thepassword passphrase
    changeme changeit letmein letmeinnow iloveyou ilovegod iloveu2 welcome welcome1 temporary default
    admin administrator root toor guest superuser login signin secret topsecret access master
    abc123 a1b2c3d4 a1b2c3 1q2w3e4r 1q2w3e4r5t q1w2e3r4 q1w2e3 zaq12wsx zaq1zaq1
    qwerty qwert azerty asdfasdf qweasdzxc
    baseball football basketball softball hockey soccer packers greenbay gopackgo brewers milwaukee wisconsin badgers
    bucks chicago dallas cowboys steelers yankees redsox lakers eagles
    sunshine princess superman batman spiderman starwars pokemon dragon monkey shadow tigger buster mustang corvette
    harley ferrari mercedes computer internet whatever trustno1 blink182 freedom liberty america american patriot
    liverpool chelsea arsenal metallica nirvana slipknot matrix phoenix
    michael jennifer michelle jessica ashley charlie andrew daniel jordan thomas nicole hannah maggie
    summer winter autumn spring monday friday january february september october november december
    cookie cheese chocolate butterfly flower purple orange silver diamond angel angels jesus christ heaven blessed
    fuckyou asshole bullshit
    oakcreek oakcreekpd oakcreekpolice ocpd police policeman policewoman policeofficer policedept officer patrol
    patrolman sergeant lieutenant captain detective dispatch dispatcher deputy sheriff trooper chief
    lawenforcement thinblueline blueline bluelives badge badgenumber handcuffs k9unit swat swatteam glock sigsauer
    training kiosk directive attestation
"""

COMMON_PINS = frozenset(_DIGITS.split())
"""Digits alone; pi, the odd and the even numbers, a famous telephone number, and their like."""

COMMON_WORDS = frozenset(_WORDS.split())
"""Words in small letters; one with up to five digits or marks before or after it is the same word to a guesser."""
