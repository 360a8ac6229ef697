"""What a file carries beside what its reader sees: words for the gate, and what a person is told of."""

from dataclasses import dataclass, field


@dataclass
class Carried:
    """What was met in one file, filled while it is read."""

    words: list[str] = field(default_factory=list)
    """Everything it says where nobody reads it: metadata, comments, deleted and covered words, alternative texts."""
    covered: set[int] = field(default_factory=set)
    """Where words stand that its author covered or hid: pages from 1, or paragraphs from 1."""
    changed: set[int] = field(default_factory=set)
    """Where changes are marked and not settled."""
    comments: set[int] = field(default_factory=set)
    """Where comments hang."""
    pictures: set[int] = field(default_factory=set)
    """Where pictures are, which only a person can read."""
    packed: bool = False
    """Whether other files or objects are packed in it."""
    active: bool = False
    """Whether it would do something when it is opened: scripts, macros, links to other files."""
