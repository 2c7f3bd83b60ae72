"""The data of *Allied Cooperation* and the questions asked of them.

A row is asked for by the singular of its table and its id; every other question stands in the
group of its subject, whose module lists it.

>>> from allied import event, nato
>>> len(nato.members(on=1949)), event("treaty-signed").date.year
(12, 1949)
"""

from .questions import (
    battlegroups,
    consultations,
    events,
    exercises,
    figures,
    institutions,
    kfor,
    nato,
    operations,
    pacts,
    programmes,
    rivals,
    safe,
    sanctions,
    sources,
    spending,
    states,
    ukraine,
    un,
)
from .questions.belonging import Life as Life
from .questions.belonging import Spell as Spell  # asked by the checks and the build, not by facts
from .questions.belonging import belonging as belonging
from .questions.belonging import foundings as foundings
from .questions.belonging import lives as lives
from .questions.belonging import pact_named as pact_named
from .questions.consultations import consultation
from .questions.diagrams import Bodies as Bodies
from .questions.diagrams import bodies as bodies
from .questions.diagrams import circles as circles
from .questions.events import event
from .questions.exercises import exercise
from .questions.figures import figure
from .questions.institutions import institution
from .questions.occasions import also as also
from .questions.occasions import named_by as named_by
from .questions.occasions import occasions as occasions
from .questions.occasions import operation_names as operation_names
from .questions.operations import operation
from .questions.pacts import pact
from .questions.peoples import OTHER_BODIES as OTHER_BODIES
from .questions.peoples import OTHER_STATES as OTHER_STATES
from .questions.peoples import PEOPLES as PEOPLES
from .questions.programmes import programme
from .questions.spending import guideline
from .questions.states import state
from .questions.un import regime
from .store.markdown import table
from .store.quantities import percent_change, percent_of

__all__ = [
    "battlegroups",
    "consultation",
    "consultations",
    "event",
    "events",
    "exercise",
    "exercises",
    "figure",
    "figures",
    "guideline",
    "institution",
    "institutions",
    "kfor",
    "nato",
    "operation",
    "operations",
    "pact",
    "pacts",
    "percent_change",
    "percent_of",
    "programme",
    "programmes",
    "regime",
    "rivals",
    "safe",
    "sanctions",
    "sources",
    "spending",
    "state",
    "states",
    "table",
    "ukraine",
    "un",
]
