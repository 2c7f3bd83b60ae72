"""Every recipe for a server sends the headers that the site is tested under."""

from __future__ import annotations

import json
import re
from pathlib import Path

from allied_sphinx.policy import POLICY
from hosting_by_hand import configuration, fences, promised

HEADERS = promised()


def test_the_policy_is_the_one_that_the_browser_tests_use() -> None:
    assert HEADERS["Content-Security-Policy"] == POLICY
    assert int(HEADERS["Strict-Transport-Security"].removeprefix("max-age=")) >= 31536000
    assert HEADERS["X-Content-Type-Options"] == "nosniff"
    assert len(HEADERS) == 5


def test_nginx_sends_them_with_every_answer() -> None:
    (recipe,) = fences("nginx")
    sent = dict(re.findall(r'^    add_header (\S+) "?(.*?)"? always;$', recipe, re.M))
    assert sent.pop("Cache-Control") == "$allied_cache"
    assert sent == {name: value for name, value in HEADERS.items() if name != "Cache-Control"}
    assert f'""      "{HEADERS["Cache-Control"]}";' in recipe
    assert recipe.count("add_header") == 5
    assert "location" not in recipe  # it would drop them


def test_the_recipe_fits_the_script_that_tries_it(tmp_path: Path) -> None:
    text = configuration(8123, tmp_path)
    assert "listen 127.0.0.1:8123;" in text
    assert not re.search(r"ssl|/srv/allied|include mime", text)


def test_the_object_store_sends_them() -> None:
    copied, settings = fences("An object store")
    assert f"--cache-control {HEADERS['Cache-Control']}" in copied
    sent = json.loads(settings)["SecurityHeadersConfig"]
    assert all(part["Override"] for part in sent.values())
    assert sent["ContentSecurityPolicy"]["ContentSecurityPolicy"] == POLICY
    age = sent["StrictTransportSecurity"]["AccessControlMaxAgeSec"]
    assert HEADERS["Strict-Transport-Security"] == f"max-age={age}"
    assert sent["ReferrerPolicy"]["ReferrerPolicy"] == HEADERS["Referrer-Policy"]
    assert "ContentTypeOptions" in sent


def test_a_service_for_static_sites_sends_them() -> None:
    (file,) = fences("Services for static sites")
    first, *lines = file.splitlines()
    assert first == "/*"
    sent = dict(line.strip().split(": ", 1) for line in lines)
    assert sent == {name: value for name, value in HEADERS.items() if name != "Cache-Control"}
