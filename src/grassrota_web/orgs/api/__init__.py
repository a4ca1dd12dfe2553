"""Operations on units, people, grade scales, exemptions, openings, programmes and rotations.

Fields have the names of the columns of the files; ``key`` is what addresses are made with.
"""
