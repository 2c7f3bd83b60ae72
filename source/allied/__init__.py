"""The data of *Allied Cooperation* and the questions asked of them.

>>> from allied import members
>>> len(members("NATO", on=1949))
12
"""

from .questions.belonging import Life as Life
from .questions.belonging import Spell as Spell  # asked by the checks and the build, not by facts
from .questions.belonging import belonging as belonging
from .questions.belonging import lives as lives
from .questions.belonging import pact_named as pact_named
from .questions.comparisons import (
    defence_dyads,
    favourable,
    gdp,
    population,
    signatories,
    sipri_share,
    us_forces,
)
from .questions.confirmation import confirmed
from .questions.diagrams import Bodies as Bodies
from .questions.diagrams import bodies as bodies
from .questions.diagrams import circles as circles
from .questions.events import effects_of, event, events
from .questions.figures import figure
from .questions.institutions import institution, related
from .questions.later import later_at_least, later_figures, later_ranked, later_share, revision
from .questions.members import accession, founders, joined, members, rounds
from .questions.operations import (
    asked_by,
    attacked,
    battlegroup,
    battlegroup_strengths,
    battlegroups,
    consultation,
    consultations,
    contributors,
    exercise,
    exercises,
    operation,
    operations,
    strengths,
    who_asked,
)
from .questions.pacts import in_force, pact, pacts_of, parties, partners
from .questions.passages import passages, sentences_drawn
from .questions.procurement import (
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
from .questions.sanctions import (
    coordination_matrix,
    corrections,
    issuers_against,
    most_sanctioned,
    sanctioned_by,
    sanctions_measures,
    sanctions_on,
    sanctions_programmes,
    un_regime,
    un_regimes,
)
from .questions.spending import (
    at_least,
    guideline,
    implied_gdp,
    printed_total,
    ranked,
    spending,
    total,
)
from .questions.states import state
from .store.markdown import table
from .store.quantities import percent_change, percent_of

__all__ = [
    "a400m_orders",
    "accession",
    "asked_by",
    "at_least",
    "attacked",
    "battlegroup",
    "battlegroup_strengths",
    "battlegroups",
    "confirmed",
    "consultation",
    "consultations",
    "contributors",
    "coordination_matrix",
    "corrections",
    "customers_of",
    "defence_dyads",
    "donors",
    "effects_of",
    "event",
    "events",
    "exercise",
    "exercises",
    "favourable",
    "figure",
    "founders",
    "gdp",
    "guideline",
    "implied_gdp",
    "in_force",
    "institution",
    "issuers_against",
    "joined",
    "later_at_least",
    "later_figures",
    "later_ranked",
    "later_share",
    "members",
    "most_sanctioned",
    "operation",
    "operations",
    "pact",
    "pacts_of",
    "parties",
    "partners",
    "partners_in",
    "passages",
    "percent_change",
    "percent_of",
    "population",
    "printed_total",
    "programme",
    "programmes",
    "programmes_of",
    "ranked",
    "related",
    "revision",
    "rounds",
    "safe_loans",
    "safe_share",
    "safe_total",
    "sanctioned_by",
    "sanctions_measures",
    "sanctions_on",
    "sanctions_programmes",
    "sentences_drawn",
    "signatories",
    "sipri_share",
    "spending",
    "state",
    "strengths",
    "support_of",
    "table",
    "total",
    "un_regime",
    "un_regimes",
    "us_forces",
    "who_asked",
]
