"""The data of *Allied Cooperation* and the questions asked of them.

>>> from allied import members
>>> len(members("NATO", on=1949))
12
"""

from .events import event
from .institutions import institution, related
from .markdown import table
from .members import accession, founders, joined, members, rounds, state
from .quantities import percent_change, percent_of
from .spending import at_least, guideline, implied_gdp, printed_total, ranked, spending, total

__all__ = [
    "accession",
    "at_least",
    "event",
    "founders",
    "guideline",
    "implied_gdp",
    "institution",
    "joined",
    "members",
    "percent_change",
    "percent_of",
    "printed_total",
    "ranked",
    "related",
    "rounds",
    "spending",
    "state",
    "table",
    "total",
]
