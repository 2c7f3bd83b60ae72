"""Names that the rows do not hold: peoples, states of which no table speaks, other bodies."""

from __future__ import annotations

from collections.abc import Mapping

PEOPLES: Mapping[str, str] = {
    people: state
    for state, peoples in {
        "Australia": "Australians",
        "Austria": "Austrians",
        "Canada": "Canadians",
        "Czechia": "Czechs",
        "Denmark": "Danes",
        "Estonia": "Estonians",
        "Finland": "Finns",
        "France": "French|Frenchmen",
        "Germany": "Germans",
        "Greece": "Greeks",
        "Hungary": "Hungarians",
        "Italy": "Italians",
        "Japan": "Japanese",
        "Latvia": "Latvians",
        "Lithuania": "Lithuanians",
        "Netherlands": "Dutch",
        "Norway": "Norwegians",
        "Poland": "Poles",
        "Romania": "Romanians",
        "Russia": "Russians",
        "South Korea": "South Koreans",
        "Spain": "Spaniards|Spanish",
        "Sweden": "Swedes",
        "Türkiye": "Turks",
        "Ukraine": "Ukrainians",
        "United Kingdom": "Britons|British",
        "United States": "Americans",
    }.items()
    for people in peoples.split("|")
}
"""The state of each people that a sentence may speak of instead of it."""

OTHER_STATES = (
    "Andorra|Antigua and Barbuda|Bangladesh|Barbados|Belize|Benin|Bhutan|Botswana|Brunei|Cambodia"
    "|Cameroon|Cape Verde|Equatorial Guinea|Eswatini|Fiji|Gabon|Gambia|Ghana|Grenada|Guyana"
    "|Jamaica|Kenya|Kiribati|Kosovo|Laos|Lesotho|Liechtenstein|Madagascar|Malawi|Maldives"
    "|Marshall Islands|Mauritania|Mauritius|Micronesia|Monaco|Mongolia|Mozambique|Namibia|Nauru"
    "|Nepal|Nigeria|Palau|San Marino|Senegal|Seychelles|Solomon Islands|Sri Lanka|Suriname"
    "|Tanzania|Timor-Leste|Togo|Tonga|Turkmenistan|Tuvalu|Uganda|Vanuatu|Vietnam|Zambia|Scotland"
).split("|")
"""States, and parts of one, that belong to nothing in the tables; none that means else too."""

OTHER_BODIES = (
    "European Union|United Nations|African Union|Arab League|Commonwealth|ASEAN|OSCE|OECD|BRICS"
    "|MERCOSUR|ECOWAS|G7|G20"
).split("|")
"""Bodies of states of which no table has the members."""
