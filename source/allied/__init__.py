"""The data of *Allied Cooperation* and the questions asked of them.

>>> from allied import members
>>> len(members("NATO", on=1949))
12
"""

from .comparisons import (
    defence_dyads,
    favourable,
    gdp,
    population,
    signatories,
    sipri_share,
    us_forces,
)
from .events import event
from .institutions import institution, related
from .markdown import table
from .members import accession, founders, joined, members, rounds, state
from .procurement import (
    a400m_orders,
    customers_of,
    donors,
    partners_in,
    programme,
    programmes,
    programmes_of,
    safe_loans,
    safe_share,
    safe_total,
    support_of,
)
from .quantities import percent_change, percent_of
from .spending import at_least, guideline, implied_gdp, printed_total, ranked, spending, total

__all__ = [
    "a400m_orders",
    "accession",
    "at_least",
    "customers_of",
    "defence_dyads",
    "donors",
    "event",
    "favourable",
    "founders",
    "gdp",
    "guideline",
    "implied_gdp",
    "institution",
    "joined",
    "members",
    "partners_in",
    "percent_change",
    "percent_of",
    "population",
    "printed_total",
    "programme",
    "programmes",
    "programmes_of",
    "ranked",
    "related",
    "rounds",
    "safe_loans",
    "safe_share",
    "safe_total",
    "signatories",
    "sipri_share",
    "spending",
    "state",
    "support_of",
    "table",
    "total",
    "us_forces",
]
