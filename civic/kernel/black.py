"""Words taken out of a text for good: what stands in their place says that something stood there."""

import re

BLACK = "▇▇▇▇"


def words_in(words: str) -> re.Pattern[str]:
    """Return the pattern of the words: whole words, with their genitive; a line break counts as a space."""
    whole = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile(rf"(?<!\w){whole}(?:['’]?s)?(?!\w)" if words.strip()[-1:].isalnum() else whole)
