"""The typed rows of every table. Field names are the columns of the CSV files.

Generated from data/datapackage.json by ``make fix``: change the schema, not this file.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from .bases import OperationMandate, Row, StateNames
from .dates import PartialDate
from .quantities import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class State(StateNames, Row):
    """One row of states.csv.

    The states that other tables name, also those that have ended, with ISO 3166-1 codes, the short
    English name used in the article, and other names found in sources.
    """

    code: str
    alpha2: str | None
    numeric: str | None
    name: str
    also: str | None
    until: PartialDate | None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class NatoMember(Row):
    """One row of nato_members.csv.

    The parties to the North Atlantic Treaty and the day from which each is one: the signature for
    the founders, the deposit of the instrument of accession for the others.
    """

    state: str
    since: datetime.date
    round: int
    founding: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NatoSpending(Row):
    """One row of nato_spending.csv.

    Defence expenditure by NATO's own definition, for each Ally with armed forces and each year from
    2014 to 2024, also for the years before a state joined.
    """

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
    """One row of nato_totals.csv.

    The aggregates of the same edition. They are not used for any statement; they are here so that
    the sums over nato_spending can be tested against them.
    """

    group: str
    year: int
    share_of_gdp: Quantity
    usd_current: Quantity
    usd_constant: Quantity
    personnel: Quantity
    estimate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Guideline(Row):
    """One row of guidelines.csv.

    What Allies have agreed to spend, when, by which year and in which words.
    """

    id: str
    agreed: PartialDate
    forum: str
    measure: str
    percent: Quantity
    by: int | None
    wording: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution(Row):
    """One row of institutions.csv.

    Political and military bodies, offices, headquarters and agencies of alliances, partnerships and
    coalitions.
    """

    id: str
    alliance: str
    name: str
    short: str | None
    kind: str
    seat: str | None
    since: PartialDate | None
    until: PartialDate | None
    second_source: str | None
    sought: datetime.date | None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Row):
    """One row of relations.csv.

    One relation between two bodies of an alliance or partnership per row, from which the diagrams
    of institutions are drawn.
    """

    alliance: str
    subject: str
    relation: str
    object: str
    since: PartialDate | None
    until: PartialDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Row):
    """One row of events.csv.

    A timeline of allied cooperation since 1940: what happened, when, and what it follows from.
    """

    id: str
    date: PartialDate
    name: str
    place: str | None
    cause: str | None
    second_source: str | None
    sought: datetime.date | None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class A400mOrder(Row):
    """One row of a400m_orders.csv.

    How many A400M aircraft each of the seven launch states ordered in the contract of May 2003.
    """

    state: str
    aircraft: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammePartner(Row):
    """One row of programme_partners.csv.

    Which states take part in which programme, since when, and as what.
    """

    programme: str
    state: str
    since: PartialDate | None
    until: PartialDate | None
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme(Row):
    """One row of programmes.csv.

    Programmes by which several states develop, buy or own defence equipment together, or pay for it
    together.
    """

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
    """One row of safe_allocation.csv.

    What the European Commission set aside for each Member State that asked for a loan under SAFE.
    """

    state: str
    eur_million: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class UkraineSupport(Row):
    """One row of ukraine_support.csv.

    Aid that the fifteen largest donors had allocated to Ukraine, by kind, as the Kiel Institute
    counts it.
    """

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
    """One row of alliances_per_year.csv.

    How many pairs of states were bound by a promise of defence in each year from 1815 to 2018,
    counted from the ATOP data, version 5.1
    """

    year: int
    defence_dyads: int
    mutual_dyads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Economy(Row):
    """One row of economy.csv.

    Population and gross domestic product per head of the members of NATO and of six other states,
    2014 to 2024
    """

    state: str
    year: int
    population: Quantity
    gdp_per_head: Quantity | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion(Row):
    """One row of opinion.csv.

    The share of adults with a favourable view of NATO in surveys of the Pew Research Center, by
    country, as far as they could be read
    """

    survey: str
    state: str
    favourable: Quantity
    fieldwork: PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class SipriExtract(Row):
    """One row of sipri_extract.csv.

    Military expenditure as a share of gross domestic product by the definition of SIPRI, for
    fifteen states in 2014 and 2024: an extract for comparison with the figures of NATO
    """

    state: str
    year: int
    share_of_gdp: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class UnDeclaration1942(Row):
    """One row of un_declaration_1942.csv.

    The governments that signed the Declaration by United Nations in January 1942 and those that
    adhered to it until 1945
    """

    state: str
    signed: PartialDate
    founding: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UsForcesAbroad(Row):
    """One row of us_forces_abroad.csv.

    Active-duty personnel of the United States in ten host states, every fifth year from 1950 to
    2025, in 2024 and in the year in which each host had most: an extract
    """

    host: str
    year: int
    counted: PartialDate
    troops: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BattlegroupStrength(Row):
    """One row of battlegroup_strengths.csv.

    The number of troops in each of NATO's forward battlegroups on the days for which a count could
    be read.
    """

    host: str
    date: datetime.date
    troops: int
    approximate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Battlegroup(Row):
    """One row of battlegroups.csv.

    NATO's forward land forces in the east of the Alliance: the Ally that hosts each battlegroup,
    the Ally that leads it as framework nation, and since when.
    """

    host: str
    framework_nation: str
    since: PartialDate
    until: PartialDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationRequest(Row):
    """One row of consultation_requests.csv.

    One row for each state that asked for a consultation under Article 4, and one for the state
    whose attack led to the use of Article 5.
    """

    consultation: str
    state: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation(Row):
    """One row of consultations.csv.

    Each formal use of Article 4 of the North Atlantic Treaty that could be read in a source, and
    the one use of Article 5: when it was asked for, when the Council met, about what, and what came
    of it.
    """

    id: str
    article: int
    date: PartialDate
    council_date: PartialDate | None
    about: str
    outcome: str | None
    second_source: str | None

    def __str__(self) -> str:
        return self.about


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise(Row):
    """One row of exercises.csv.

    Large military exercises that several states held together, from 1952 to 2025: when, with how
    many people, from how many nations, of what kind and under whose lead.
    """

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
    """One row of kfor_contributors.csv.

    The troops of each nation in the NATO-led Kosovo Force in February 2017, as NATO's own fact
    sheet counts them.
    """

    state: str
    date: PartialDate
    troops: int
    deduced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KforTotal(Row):
    """One row of kfor_totals.csv.

    How many troops the NATO-led Kosovo Force had at different times, and from how many nations.
    """

    date: PartialDate
    troops: int
    nations: int | None
    approximate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(OperationMandate, Row):
    """One row of operations.csv.

    Operations that several states carried out together under NATO, the European Union or a lead
    state: where, under which resolution, from when to when, how large.
    """

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
    second_source: str | None
    sought: datetime.date | None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnSentence(Row):
    """One row of sentences_drawn.csv.

    Sentences of the article that cite a source, drawn at random in November 2026, and what a reader
    found who held them against their passages, their sources and other texts.
    """

    draw: str
    number: int
    page: str
    sentence: str
    date_read: datetime.date
    held: bool
    fault: str | None
    change: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(Row):
    """One row of corrections.csv.

    Values that a source or a common copy of it has wrong, the value that our tables hold instead,
    and why.
    """

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
    """One row of pact_members.csv.

    One row for each spell of a state in a pact. The parties to the North Atlantic Treaty are in
    nato_members, those of the Declaration by United Nations in un_declaration_1942.
    """

    pact: str
    state: str
    since: PartialDate
    until: PartialDate | None
    how: str
    left: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pact(Row):
    """One row of pacts.csv.

    Defence pacts, agreements to consult, to share intelligence, to arm or to act together, and
    declarations, from the Atlantic Charter to 2026. A choice of pacts, not all that exist.
    """

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
    second_source: str | None
    sought: datetime.date | None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionsMeasure(Row):
    """One row of sanctions_measures.csv.

    One programme and one kind of measure that the source lists for it.
    """

    programme: str
    measure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionsProgramme(Row):
    """One row of sanctions_programmes.csv.

    The programmes and lists of the United Nations, the European Union, the United Kingdom, the
    United States, Switzerland, Australia, Canada and New Zealand that OpenSanctions describes.
    """

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
    """One row of sanctions_targets.csv.

    One programme and one state that the source names among its target territories. Codes that stand
    for no member or former member of the United Nations have no row.
    """

    programme: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnSanctionsRegime(Row):
    """One row of un_sanctions_regimes.csv.

    Every sanctions regime that the Security Council has established since 1966, with the
    resolutions and days on which it began and ended. The restoration of the measures against Iran
    has a row of its own.
    """

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
    """One row of nato_spending_later.csv.

    What could be read of two later editions of NATO's figures: the shares of gross domestic product
    of the edition of August 2025 from 2014 to 2025, and scattered figures of the edition of July
    2026. Read second-hand, from copies and reports; the editions differ and are never added
    together.
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
    """One row of figures.csv.

    Numbers that studies, reports and official texts give, one per row, each as its source states
    it.
    """

    id: str
    title: str
    value: Quantity
    unit: str | None
    as_of: PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Row):
    """One row of passages.csv.

    For each quotation of the article the passage in which its words were read: a sentence or two
    around them, the place in the source, the copy that was read and how much of the source was in
    front of the reader.
    """

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
    "sentences_drawn": DrawnSentence,
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
