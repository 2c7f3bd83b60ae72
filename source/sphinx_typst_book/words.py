"""The words that the book itself says, in the language of the document."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "contents": "Contents",
        "figures": "Figures",
        "tables": "Tables",
        "index": "Index",
        "colophon": "About this edition",
        "edition": "Edition of",
        "revision": "Revision",
        "page": "p.",
        "page_said": "page",
        "cited": "Cited on p.",
    },
    "de": {
        "contents": "Inhalt",
        "figures": "Abbildungen",
        "tables": "Tabellen",
        "index": "Register",
        "colophon": "Zu dieser Ausgabe",
        "edition": "Ausgabe vom",
        "revision": "Revision",
        "page": "S.",
        "page_said": "Seite",
        "cited": "Zitiert auf S.",
    },
    "fr": {
        "contents": "Table des matières",
        "figures": "Figures",
        "tables": "Tableaux",
        "index": "Index",
        "colophon": "À propos de cette édition",
        "edition": "Édition du",
        "revision": "Révision",
        "page": "p.",
        "page_said": "page",
        "cited": "Cité p.",
    },
    "es": {
        "contents": "Índice general",
        "figures": "Figuras",
        "tables": "Tablas",
        "index": "Índice alfabético",
        "colophon": "Sobre esta edición",
        "edition": "Edición del",
        "revision": "Revisión",
        "page": "p.",
        "page_said": "página",
        "cited": "Citado en p.",
    },
}


def words_of(language: str, own: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return the words for *language* (English if there are none), with an author's *own* put in.

    The second value names the keys of *own* that are no words of the book.
    """
    words = dict(WORDS.get(language, WORDS["en"]))
    unknown = [key for key in own if key not in words]
    words.update({key: word for key, word in own.items() if key in words})
    return words, unknown
