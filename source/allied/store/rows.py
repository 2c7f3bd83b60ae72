"""The typed rows of every table. Field names are the columns of the CSV files."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from .dates import PartialDate
from .quantities import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row has: the line of the CSV it stands on, and where it was read."""

    line: int
    source: str
    locator: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TwiceRead(Row):
    """A row that may have been confirmed by a source of another origin."""

    second_source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class State(Row):
    """A state. It prints and compares as its plain English short name."""

    code: str
    alpha2: str | None
    numeric: str | None
    name: str
    also: str | None
    until: PartialDate | None

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which a source or a reader may call it, the article's own first."""
        return (self.name, *(self.also.split(";") if self.also else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class NatoMember(Row):
    state: str
    since: datetime.date
    round: int
    founding: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NatoSpending(Row):
    """Defence expenditure of one Ally in one year, by NATO's definition."""

    state: str
    year: int
    share_of_gdp: Quantity
    usd_current: Quantity
    usd_constant: Quantity
    equipment_share: Quantity
    personnel: Quantity
    estimate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NatoTotal(Row):
    """The aggregate of one year as NATO printed it."""

    group: str
    year: int
    share_of_gdp: Quantity
    usd_current: Quantity
    usd_constant: Quantity
    personnel: Quantity
    estimate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Guideline(Row):
    """What Allies said they would spend: ``percent`` of GDP or of the defence budget."""

    id: str
    agreed: PartialDate
    forum: str
    measure: str
    percent: Quantity
    by: int | None
    wording: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution(TwiceRead):
    id: str
    alliance: str
    name: str
    short: str | None
    kind: str
    seat: str | None
    since: PartialDate | None
    until: PartialDate | None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Row):
    """``subject`` and ``object`` are ids of institutions."""

    alliance: str
    subject: str
    relation: str
    object: str
    since: PartialDate | None
    until: PartialDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(TwiceRead):
    id: str
    date: PartialDate
    name: str
    place: str | None
    cause: str | None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class A400mOrder(Row):
    """What one state ordered in the contract of May 2003."""

    state: str
    aircraft: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammePartner(Row):
    """A state in a programme; ``programme`` is an id, and ``since`` is None if not read."""

    programme: str
    state: str
    since: PartialDate | None
    until: PartialDate | None
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme(Row):
    """Something that several states develop, buy, own or pay for together."""

    id: str
    name: str
    kind: str
    agreed: PartialDate
    what: str
    agency: str | None
    eur_million: Quantity | None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeAllocation(Row):
    """The loan set aside for one state on 9 September 2025."""

    state: str
    eur_million: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class UkraineSupport(Row):
    """The aid of one donor; ``state`` is None for the institutions of the European Union."""

    donor: str
    state: str | None
    military: Quantity
    financial: Quantity
    humanitarian: Quantity
    total: Quantity

    def __str__(self) -> str:
        return self.donor


@dataclass(frozen=True, slots=True, kw_only=True)
class AlliancesPerYear(Row):
    """Pairs of states bound by a pledge of defence: one-sided ones too, and mutual ones."""

    year: int
    defence_dyads: int
    mutual_dyads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Economy(Row):
    state: str
    year: int
    population: Quantity
    gdp_per_head: Quantity | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion(Row):
    survey: str
    state: str
    favourable: Quantity
    fieldwork: PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class SipriExtract(Row):
    """Military expenditure of one state in one year, by the definition of SIPRI."""

    state: str
    year: int
    share_of_gdp: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class UnDeclaration1942(Row):
    state: str
    signed: PartialDate
    founding: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UsForcesAbroad(Row):
    """Active-duty personnel of the United States in one host state at one count."""

    host: str
    year: int
    counted: PartialDate
    troops: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BattlegroupStrength(Row):
    host: str
    date: datetime.date
    troops: int
    approximate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Battlegroup(Row):
    """A battlegroup under one framework nation; ``until`` is the day of the handover."""

    host: str
    framework_nation: str
    since: PartialDate
    until: PartialDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationRequest(Row):
    """``consultation`` is the id of a consultation; ``state`` asked for it or was attacked."""

    consultation: str
    state: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation(TwiceRead):
    """One use of Article 4 or 5 of the North Atlantic Treaty. It prints as what it was about."""

    id: str
    article: int
    date: PartialDate
    council_date: PartialDate | None
    about: str
    outcome: str | None

    def __str__(self) -> str:
        return self.about


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise(Row):
    id: str
    name: str
    series: str
    year: int
    since: PartialDate | None
    until: PartialDate | None
    participants: int | None
    counted: str | None
    nations: int | None
    kind: str
    lead: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class KforContributor(Row):
    state: str
    date: PartialDate
    troops: int
    deduced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KforTotal(Row):
    date: PartialDate
    troops: int
    nations: int | None
    approximate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(TwiceRead):
    """``mandate`` holds the numbers of Security Council resolutions, or None."""

    id: str
    name: str
    led_by: str
    theatre: str
    mandate: str | None
    article_5: bool
    since: PartialDate
    until: PartialDate | None
    peak_strength: int | None
    nations: int | None

    def __str__(self) -> str:
        return self.name

    @property
    def resolutions(self) -> tuple[int, ...]:
        """The resolutions of the UN Security Council that its sources name."""
        return tuple(map(int, self.mandate.split(";"))) if self.mandate else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(Row):
    """``old`` is what the source that errs has, ``new`` what our table holds."""

    table: str
    key: str
    column: str
    old: str
    new: str
    reason: str
    upstream: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PactMember(Row):
    """One spell of a state in a pact; ``until`` is the first day on which it is no longer bound."""

    pact: str
    state: str
    since: PartialDate
    until: PartialDate | None
    how: str
    left: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pact(TwiceRead):
    """A treaty, agreement, arrangement or declaration between states."""

    id: str
    name: str
    signed: PartialDate
    in_force: PartialDate | None
    ended: PartialDate | None
    kind: str
    place: str | None
    operative_article: str | None
    clause: str | None
    treaty_reference: str | None
    unconfirmed: bool

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionsMeasure(Row):
    programme: str
    measure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionsProgramme(Row):
    """A programme or list of one of eight issuers; ``status`` is ``current`` unless it ended."""

    id: str
    issuer: str
    authority: str
    title: str
    kind: str
    status: str

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionsTarget(Row):
    programme: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnSanctionsRegime(Row):
    """``resolution``, ``committee`` and ``ended_by`` are numbers of resolutions."""

    id: str
    name: str
    target: str | None
    also_target: str | None
    since: PartialDate
    resolution: int
    committee: int
    ended: PartialDate | None
    ended_by: int | None
    ended_source: str | None
    in_force: bool
    resumes: str | None
    programme: str | None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class NatoSpendingLater(Row):
    """Figures of one Ally or group in one year, as a later edition of NATO's tables has them.

    ``state`` is None for a group. ``reading`` says whether they come from a copy of the table.
    """

    edition: str
    state: str | None
    group: str | None
    year: int
    share_of_gdp: Quantity | None
    usd_current: Quantity | None
    usd_constant: Quantity | None
    equipment_share: Quantity | None
    decimals: int
    definition: str
    reading: str
    estimate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Row):
    """One number that a study, report or official text gives; ``value`` knows its unit."""

    id: str
    title: str
    value: Quantity
    unit: str | None
    as_of: PartialDate

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", Quantity(self.value, self.unit or ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Row):
    """Words of a source as they were read; ``extent`` says how much of it was."""

    passage: str
    language: str
    translator: str | None
    copy: str | None
    date_read: datetime.date
    extent: str


ROW_TYPES: dict[str, type[Row]] = {
    "states": State,
    "nato_members": NatoMember,
    "nato_spending": NatoSpending,
    "nato_totals": NatoTotal,
    "guidelines": Guideline,
    "institutions": Institution,
    "relations": Relation,
    "events": Event,
    "a400m_orders": A400mOrder,
    "programme_partners": ProgrammePartner,
    "programmes": Programme,
    "safe_allocation": SafeAllocation,
    "ukraine_support": UkraineSupport,
    "alliances_per_year": AlliancesPerYear,
    "economy": Economy,
    "opinion": Opinion,
    "sipri_extract": SipriExtract,
    "un_declaration_1942": UnDeclaration1942,
    "us_forces_abroad": UsForcesAbroad,
    "battlegroup_strengths": BattlegroupStrength,
    "battlegroups": Battlegroup,
    "consultation_requests": ConsultationRequest,
    "consultations": Consultation,
    "exercises": Exercise,
    "kfor_contributors": KforContributor,
    "kfor_totals": KforTotal,
    "operations": Operation,
    "corrections": Correction,
    "pact_members": PactMember,
    "pacts": Pact,
    "sanctions_measures": SanctionsMeasure,
    "sanctions_programmes": SanctionsProgramme,
    "sanctions_targets": SanctionsTarget,
    "un_sanctions_regimes": UnSanctionsRegime,
    "nato_spending_later": NatoSpendingLater,
    "figures": Figure,
    "passages": Passage,
}
