"""An attacker who holds everything that is stored, and tries to say whose each answer is.

He is given the whole database (the SQLite file and its log; the tables, system columns and files of
PostgreSQL), knows who is who, and reads every answer. Nobody tells him which belongs to whom.
`python -m tests.attack` prints how many of 60 he gets right before and after mixing.
"""
