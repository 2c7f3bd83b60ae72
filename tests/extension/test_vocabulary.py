"""The vocabulary of the checks takes directives as Sphinx and docutils do."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docutils.parsers.rst import directives
from docutils.parsers.rst.languages import en
from docutils.utils import new_document
from pygments.lexers import get_lexer_by_name
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, sphinx_domains

from allied_check.vocabulary import DIRECTIVES, LITERAL, ROLES
from conftest import EDITION, ROOT


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sphinx]:
    out = tmp_path_factory.mktemp("vocabulary")
    # Neither what is registered here nor the edition may meet a later test.
    with docutils_namespace(), pytest.MonkeyPatch.context() as patch:
        for name, value in EDITION.items():
            patch.setenv(name, value)
        yield Sphinx(
            ROOT / "docs", ROOT, out / "html", out / "doctrees", "html", None, io.StringIO()
        )


@pytest.mark.parametrize("name", DIRECTIVES)
def test_a_directive_takes_what_the_vocabulary_says(app: Sphinx, name: str) -> None:
    spec = DIRECTIVES[name]
    with sphinx_domains(app.env):
        found, _ = directives.directive(name, en, new_document(""))
    assert found is not None
    required, optional = found.required_arguments, found.optional_arguments
    assert (required > 0) == spec.required
    assert bool(required or optional) == bool(spec.argument)
    assert found.has_content or spec.body == "none"
    assert spec.options.keys() <= (found.option_spec or {}).keys()
    if spec.argument:
        assert found.final_argument_whitespace == spec.spaces


def test_the_roles_exist(app: Sphinx) -> None:
    from docutils.parsers.rst import roles

    with sphinx_domains(app.env):
        for name in ROLES:
            found, _ = roles.role(name, en, 1, new_document("").reporter)
            assert found is not None, name


def test_the_settings_are_those_of_the_grammar(app: Sphinx, tmp_path: Path) -> None:
    from conftest import sphinx
    from small_site import small_project

    project = small_project(tmp_path / "project")
    conf = project / "conf.py"
    text = conf.read_text(encoding="utf-8")
    assert '["colon_fence"]' in text
    conf.write_text(text.replace('["colon_fence"]', '["colon_fence", "deflist"]'), "utf-8")
    done = sphinx(project, "html", "build/html", "-q")
    assert done.returncode != 0
    assert "myst_enable_extensions differ from those of the checks" in done.stderr


@pytest.mark.parametrize("language", [name for name in LITERAL if name])
def test_a_language_of_a_fence_is_one_that_the_build_can_colour(language: str) -> None:
    assert get_lexer_by_name(language)
