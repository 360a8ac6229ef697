"""The only way the domain says no."""

import enum


class Reason(enum.Enum):
    """Why something is refused; each has words in every language."""

    NOT_FOUND = "not_found"
    NOT_YOURS = "not_yours"
    NOT_NOW = "not_now"
    NOT_YET = "not_yet"
    NO_MANDATE = "no_mandate"
    SEATS_TAKEN = "seats_taken"
    NOT_HELD_YET = "not_held_yet"
    NOT_THE_COUNCIL = "not_the_council"
    OTHERS_FIRST = "others_first"
    WRITTEN_MEANWHILE = "written_meanwhile"
    ANSWERS_UNTREATED = "answers_untreated"
    REMARKS_UNTREATED = "remarks_untreated"
    CHANGE_MISSING = "change_missing"
    ANSWERED_APART = "answered_apart"
    WORDS_GONE = "words_gone"
    NO_PARTIES = "no_parties"
    SHORT_DEADLINE = "short_deadline"
    DEADLINE_PASSED = "deadline_passed"
    NOTHING_WRITTEN = "nothing_written"
    NOTHING_CHANGED = "nothing_changed"
    NO_REASON = "no_reason"
    AS_IT_STANDS = "as_it_stands"
    DECIDED_SINCE = "decided_since"
    TIME_MISSING = "time_missing"
    ENDS_FIRST = "ends_first"
    TOO_FEW_OPTIONS = "too_few_options"
    EMPTY_ROLL = "empty_roll"
    NOT_ON_ROLL = "not_on_roll"
    LINK_EXPIRED = "link_expired"
    WRONG_SIGN_IN = "wrong_sign_in"
    TOO_MANY_TRIES = "too_many_tries"
    DISSENT_NEEDS_MINORITY = "dissent_needs_minority"
    TAKEN = "taken"
    STILL_HELD = "still_held"
    LAST_ADMIN = "last_admin"
    NOT_THEIR_WORDS = "not_their_words"
    FILE_TOO_LARGE = "file_too_large"
    FILE_KIND = "file_kind"
    FILE_UNREADABLE = "file_unreadable"
    ALT_MISSING = "alt_missing"
    CHANGED_MEANWHILE = "changed_meanwhile"
    PARTY_LEFT_OUT = "party_left_out"
    NOT_READ_YET = "not_read_yet"
    NOT_VERIFIED = "not_verified"
    NO_PROTECTED_NAMES = "no_protected_names"
    NOTHING_SAID = "nothing_said"
    NUMBER_SEEN = "number_seen"
    NAME_OF_ANOTHER = "name_of_another"
    NAME_IN_TEXT = "name_in_text"
    NOT_ONESELF = "not_oneself"
    NOBODY_ELSE = "nobody_else"
    NOT_FITTING = "not_fitting"
    BEING_HEARD = "being_heard"
    SMALL_ROLL = "small_roll"
    NOT_FRESH = "not_fresh"
    NOBODY_NAMED = "nobody_named"
    SEVERAL_NAMED = "several_named"


class Refusal(Exception):
    """The domain says no, with a reason and, where it helps, what it is about."""

    def __init__(self, reason: Reason, about: str = "") -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.about = about
