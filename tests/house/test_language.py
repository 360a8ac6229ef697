"""The words of every page: none outside the catalogues, read in a made-up language from the same walk."""

import pytest

from tests.house.rows import GETS
from tests.walk import NO_PAGE, PSEUDO, loose_words

PATHS = [path for endpoint, paths in GETS.items() if endpoint not in NO_PAGE for path in paths]


@pytest.mark.parametrize("path", PATHS)
def test_no_words_escape_the_catalogues(walk, path):
    pages = walk.in_pseudo(path)
    assert pages
    for page in pages:
        assert f'lang="{PSEUDO}"' in page
        assert loose_words(page) == []


def test_words_outside_the_catalogues_are_found():
    page = f'<html lang="{PSEUDO}"><body><p>[Ñàvñ]</p><p>Loose words <bdi>Jens Holm</bdi></p></body></html>'
    assert loose_words(page) == ["Loose words"]
