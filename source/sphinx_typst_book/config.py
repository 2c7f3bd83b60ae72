"""The config values ``typst_*``, and the edition that they describe."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from babel.core import Locale
from babel.dates import format_date
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

TEXT = frozenset({str})
LIST = frozenset({list, tuple})


def add_config_values(app: Sphinx) -> None:
    """Declare the config values; the package's docstring says what each one means."""
    app.add_config_value("typst_name", _default_name, "", TEXT)
    app.add_config_value("typst_title", lambda config: config.project, "", TEXT)
    app.add_config_value("typst_subtitle", "", "", TEXT)
    app.add_config_value("typst_author", lambda config: config.author, "", TEXT)
    app.add_config_value("typst_description", "", "", TEXT)
    app.add_config_value("typst_keywords", [], "", LIST)
    app.add_config_value("typst_copyright", _default_copyright, "", TEXT)
    app.add_config_value("typst_licence", "", "", TEXT)
    app.add_config_value("typst_commit", "", "", TEXT)
    app.add_config_value("typst_date", "", "", TEXT)
    app.add_config_value("typst_timestamp", None, "", frozenset({int, type(None)}))
    app.add_config_value("typst_font_paths", [], "", LIST)
    app.add_config_value("typst_sans", "", "", TEXT)
    app.add_config_value("typst_pdf_standards", ["ua-1", "a-2a"], "", LIST)


def _default_name(config: Config) -> str:
    return f"{nodes.make_id(config.project) or 'book'}.pdf"


def _default_copyright(config: Config) -> str:
    given = config.copyright
    return given if isinstance(given, str) else ", ".join(given)


@dataclass(frozen=True, slots=True)
class Edition:
    """What the cover and the PDF's own metadata say; strings are empty where nothing is said."""

    title: str
    subtitle: str
    author: str
    description: str
    keywords: Sequence[str]
    copyright: str
    licence: str
    commit: str
    date: datetime.date
    timestamp: int
    """Seconds since 1970-01-01 UTC, the PDF's creation date."""
    lang: str
    region: str | None
    sans: str

    @classmethod
    def from_config(cls, config: Config) -> Edition:
        """Read the edition from Sphinx's configuration.

        Raises :class:`sphinx.errors.ConfigError` if ``typst_date`` is missing or is no date:
        the builder never asks a clock, so that the same sources give the same bytes.
        """
        try:
            date = datetime.date.fromisoformat(config.typst_date)
        except ValueError as error:
            raise ConfigError(
                "typst_date must be the date of the edition as YYYY-MM-DD, "
                f"not {config.typst_date!r}"
            ) from error
        timestamp = config.typst_timestamp
        if timestamp is None:
            timestamp = calendar.timegm(date.timetuple())
        locale = Locale.parse(config.language.replace("-", "_"))
        return cls(
            title=config.typst_title,
            subtitle=config.typst_subtitle,
            author=config.typst_author,
            description=config.typst_description,
            keywords=list(config.typst_keywords),
            copyright=config.typst_copyright,
            licence=config.typst_licence,
            commit=config.typst_commit,
            date=date,
            timestamp=timestamp,
            lang=locale.language,
            region=locale.territory,
            sans=config.typst_sans,
        )

    def as_template_value(self) -> dict[str, object]:
        """Return what template.typ reads from ``edition.json``."""
        locale = Locale(self.lang, self.region)
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "author": self.author,
            "description": self.description,
            "keywords": self.keywords,
            "copyright": self.copyright,
            "licence": self.licence,
            "commit": self.commit,
            "date": format_date(self.date, "d MMMM y", locale=locale),
            "lang": self.lang,
            "region": self.region,
            "sans": self.sans,
        }
