"""House rules that decisions rest on, flags of any text, a public log of decisions, and appeals to another person."""

import sqlalchemy as sa
from alembic import op

import civic.db.base
from civic.db.frozen import freezing
from civic.db.steps import changed, one_of

revision = '0053'
down_revision = '0052'
branch_labels = None
depends_on = None

RULES = (
    (
        (
            "Tal om sagen, ikke om personen",
            "Du må være uenig og sige det skarpt. Du må ikke nedgøre, chikanere eller true andre, heller ikke "
            "politikere og ansatte.",
        ),
        (
            "Speak of the matter, not of the person",
            "You may disagree, and say so sharply. You may not belittle, harass or threaten others, nor "
            "politicians and staff.",
        ),
    ),
    (
        (
            "Ingen oplysninger om andres privatliv",
            "Skriv ikke CPR-numre, adresser, telefonnumre eller noget om andres helbred, familie eller tro. Skriv "
            "heller ikke, så andre kan regne ud, hvem det er.",
        ),
        (
            "Nothing of other people's private lives",
            "Do not write CPR numbers, addresses, telephone numbers or anything about others' health, family or faith. "
            "Do not write it so that others can guess who it is, either.",
        ),
    ),
    (
        (
            "Intet, der er ulovligt",
            "Trusler, hadefulde ytringer om en gruppe mennesker, injurier, og opfordringer til at begå noget strafbart "
            "skjules.",
        ),
        (
            "Nothing that is against the law",
            "Threats, hateful words about a group of people, defamation, and calls to commit a crime are hidden.",
        ),
    ),
    (
        (
            "Hold dig til emnet",
            "Skriv om det, som siden handler om. Har du noget andet på hjerte, så skriv et forslag om det.",
        ),
        (
            "Keep to the subject",
            "Write about what the page is about. If there is something else you want to say, write a proposal "
            "about it.",
        ),
    ),
    (
        (
            "Ingen reklame og ingen gentagelser",
            "Skriv ikke for at sælge noget, og skriv ikke det samme mange steder eller mange gange.",
        ),
        (
            "No advertising and no repetition",
            "Do not write in order to sell something, and do not write the same in many places or many times.",
        ),
    ),
    (
        (
            "Skriv som dig selv",
            "Giv dig ikke ud for at være en anden, og skriv ikke på vegne af en forening uden at have lov til det.",
        ),
        (
            "Write as yourself",
            "Do not pass yourself off as somebody else, and do not write for an association without leave to do so.",
        ),
    ),
    (
        (
            "Et forslag siger, hvad der skal gøres",
            "Et forslag skal være til at forstå og tage stilling til: hvad, hvor og hvorfor. Det skal handle om noget, "
            "som kommunen eller dem, den arbejder sammen med, kan gøre noget ved.",
        ),
        (
            "A proposal says what is to be done",
            "A proposal must be possible to understand and take a position on: what, where and why. It must be about "
            "something that the municipality, or those it works with, can do something about.",
        ),
    ),
)
FROZEN = ('rules_version', 'house_rule', 'house_rule_in')
PROPOSAL = ('draft', 'held', 'submitted', 'sent_back', 'accepted', 'answered', 'withdrawn')
RULED = ('passed', 'waits', 'held', 'masked', 'released', 'kept', 'hidden', 'sent_back', 'redacted')
OLD, NEW = "state IN ('held', 'submitted')", "(state IN ('held', 'submitted') OR is_flagged)"
CHECKS = ('ck_proposal_state_proposalstate', 'ck_ruling_ruled_ruled')


def upgrade() -> None:
    """Make room for them, and enter the rules that an installation begins with."""
    _rules()
    with changed('ruling', without=CHECKS[1:]) as table:
        table.add_column(sa.Column('rule_id', sa.Integer()))
        table.add_column(sa.Column('process_id', sa.Integer()))
        table.create_foreign_key(op.f('fk_ruling_rule_id'), 'house_rule', ['rule_id'], ['id'])
        table.create_foreign_key(op.f('fk_ruling_process_id'), 'process', ['process_id'], ['id'])
        one_of(table, 'ruling', 'ruled', 'ruled', (*RULED, 'reinstated'))
    _some('ix_ruling_by_rule', 'ruling', ['rule_id', 'id'], 'process_id IS NOT NULL')
    op.create_index(op.f('ix_ruling_process_id'), 'ruling', ['process_id'])
    _some('ix_ruling_logged', 'ruling', ['id'], 'process_id IS NOT NULL')
    _appeals()
    with changed('flag') as table:
        table.add_column(sa.Column('kind', sa.String(length=40), server_default='comment', nullable=False))
        table.add_column(sa.Column('thing_id', sa.Integer()))
        table.add_column(sa.Column('rule_id', sa.Integer()))
    op.execute('UPDATE flag SET thing_id = comment_id')
    with changed('flag') as table:
        table.drop_constraint(op.f('uq_flag_comment_id_person_id'), type_='unique')
        table.drop_constraint(op.f('fk_flag_comment_id'), type_='foreignkey')
        table.drop_column('comment_id')
        table.alter_column('kind', existing_type=sa.String(length=40), server_default=None)
        table.alter_column('thing_id', existing_type=sa.Integer(), nullable=False)
        table.create_foreign_key(op.f('fk_flag_rule_id'), 'house_rule', ['rule_id'], ['id'])
        table.create_unique_constraint(op.f('uq_flag_kind_thing_id_person_id'), ['kind', 'thing_id', 'person_id'])
    op.create_index(op.f('ix_flag_rule_id'), 'flag', ['rule_id'])
    _drop_some('ix_proposal_waiting', 'proposal', OLD)
    with changed('proposal', without=CHECKS[:1]) as table:
        table.add_column(sa.Column('is_flagged', sa.Boolean(), server_default=sa.false(), nullable=False))
        one_of(table, 'proposal', 'state', 'proposalstate', (*PROPOSAL, 'hidden'))
    _some('ix_proposal_to_look_at', 'proposal', ['process_id', 'submitted_at', 'id'], NEW)


def _some(name: str, table: str, columns: list[str], condition: str) -> None:
    op.create_index(op.f(name), table, columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


def _drop_some(name: str, table: str, condition: str) -> None:
    op.drop_index(op.f(name), table, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


def _rules() -> None:
    versions = op.create_table(
        'rules_version',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('at', civic.db.base.Instant(timezone=True), nullable=True),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('why', sa.Text(), nullable=False),
        sa.CheckConstraint('number > 0', name=op.f('ck_rules_version_number')),
        sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_rules_version_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_rules_version')),
        sa.UniqueConstraint('number', name=op.f('uq_rules_version_number')),
    )
    op.create_index(op.f('ix_rules_version_by_id'), 'rules_version', ['by_id'])
    words = "title <> '' AND text <> ''"
    rules = op.create_table(
        'house_rule',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('is_ended', sa.Boolean(), nullable=False),
        sa.CheckConstraint('number > 0', name=op.f('ck_house_rule_number')),
        sa.CheckConstraint(words, name=op.f('ck_house_rule_words')),
        sa.ForeignKeyConstraint(['version'], ['rules_version.number'], name=op.f('fk_house_rule_version')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_house_rule')),
        sa.UniqueConstraint('number', 'version', name=op.f('uq_house_rule_number_version')),
    )
    op.create_index(op.f('ix_house_rule_version'), 'house_rule', ['version'])
    others = op.create_table(
        'house_rule_in',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('rule_id', sa.Integer(), nullable=False),
        sa.Column('language', sa.Text(), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.CheckConstraint(words, name=op.f('ck_house_rule_in_words')),
        sa.ForeignKeyConstraint(['rule_id'], ['house_rule.id'], name=op.f('fk_house_rule_in_rule_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_house_rule_in')),
        sa.UniqueConstraint('rule_id', 'language', name=op.f('uq_house_rule_in_rule_id_language')),
    )
    bind = op.get_bind()
    bind.execute(sa.insert(versions), [{'number': 1, 'why': ''}])
    for number, ((title, text), (in_english, text_in_english)) in enumerate(RULES, start=1):
        own = sa.insert(rules).values(number=number, version=1, title=title, text=text, is_ended=False)
        rule_id = bind.execute(own.returning(rules.c.id)).scalar_one()
        english = {'rule_id': rule_id, 'language': 'en', 'title': in_english, 'text': text_in_english}
        bind.execute(sa.insert(others), [english])
    for table in FROZEN:
        for statement in freezing(table, bind.dialect.name):
            op.execute(statement)


def _appeals() -> None:
    op.create_table(
        'appeal',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('ruling_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('thing_id', sa.Integer(), nullable=False),
        sa.Column('process_id', sa.Integer(), nullable=False),
        sa.Column('first_id', sa.Integer(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('at', civic.db.base.Instant(timezone=True), nullable=False),
        sa.Column('due_at', civic.db.base.Instant(timezone=True), nullable=False),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('decided_by_id', sa.Integer(), nullable=True),
        sa.Column('decided_at', civic.db.base.Instant(timezone=True), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.CheckConstraint('decided_by_id IS NULL OR decided_by_id <> first_id', name=op.f('ck_appeal_another_person')),
        sa.CheckConstraint('decided_by_id IS NULL OR decided_by_id <> author_id', name=op.f('ck_appeal_not_oneself')),
        sa.CheckConstraint("(state = 'open') = (decided_at IS NULL)", name=op.f('ck_appeal_decided')),
        sa.CheckConstraint(
            "state NOT IN ('upheld', 'dismissed') OR (decided_by_id IS NOT NULL AND reason <> '')",
            name=op.f('ck_appeal_why'),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'upheld', 'dismissed', 'lapsed')", name=op.f('ck_appeal_state_appealstate')
        ),
        sa.ForeignKeyConstraint(['ruling_id'], ['ruling.id'], name=op.f('fk_appeal_ruling_id')),
        sa.ForeignKeyConstraint(['process_id'], ['process.id'], name=op.f('fk_appeal_process_id')),
        sa.ForeignKeyConstraint(['first_id'], ['person.id'], name=op.f('fk_appeal_first_id')),
        sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_appeal_author_id')),
        sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_appeal_decided_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal')),
        sa.UniqueConstraint('ruling_id', name=op.f('uq_appeal_ruling_id')),
    )
    for column in ('process_id', 'first_id', 'author_id', 'decided_by_id'):
        op.create_index(op.f(f'ix_appeal_{column}'), 'appeal', [column])
    _some('ix_appeal_open', 'appeal', ['process_id', 'at', 'id'], "state = 'open'")
    op.create_index(op.f('ix_appeal_kind_thing_id'), 'appeal', ['kind', 'thing_id', 'id'])


def downgrade() -> None:
    """Take them away; flags of proposals go, and what is hidden of those is withdrawn."""
    _drop_some('ix_proposal_to_look_at', 'proposal', NEW)
    op.execute("UPDATE proposal SET state = 'withdrawn' WHERE state = 'hidden'")
    with changed('proposal', without=CHECKS[:1]) as table:
        table.drop_column('is_flagged')
        one_of(table, 'proposal', 'state', 'proposalstate', PROPOSAL)
    _some('ix_proposal_waiting', 'proposal', ['process_id', 'submitted_at', 'id'], OLD)
    op.execute("DELETE FROM flag WHERE kind <> 'comment'")
    op.drop_index(op.f('ix_flag_rule_id'), 'flag')
    with changed('flag') as table:
        table.add_column(sa.Column('comment_id', sa.Integer()))
    op.execute('UPDATE flag SET comment_id = thing_id')
    with changed('flag') as table:
        table.drop_constraint(op.f('uq_flag_kind_thing_id_person_id'), type_='unique')
        table.drop_constraint(op.f('fk_flag_rule_id'), type_='foreignkey')
        for column in ('kind', 'thing_id', 'rule_id'):
            table.drop_column(column)
        table.alter_column('comment_id', existing_type=sa.Integer(), nullable=False)
        table.create_foreign_key(op.f('fk_flag_comment_id'), 'comment', ['comment_id'], ['id'])
        table.create_unique_constraint(op.f('uq_flag_comment_id_person_id'), ['comment_id', 'person_id'])
    op.execute("DELETE FROM sent_on WHERE kind = 'appeal'")
    op.execute("DELETE FROM working_copy WHERE kind = 'appeal'")
    op.drop_table('appeal')
    _drop_some('ix_ruling_logged', 'ruling', 'process_id IS NOT NULL')
    _drop_some('ix_ruling_by_rule', 'ruling', 'process_id IS NOT NULL')
    op.drop_index(op.f('ix_ruling_process_id'), 'ruling')
    again = "SELECT kind, thing_id FROM ruling WHERE ruled = 'reinstated'"  # what is shown again was never decided
    op.execute(f'DELETE FROM ruling WHERE by_id IS NOT NULL AND (kind, thing_id) IN ({again})')
    op.execute("DELETE FROM ruling WHERE kind = 'proposal' AND ruled = 'hidden'")
    with changed('ruling', without=CHECKS[1:]) as table:
        for column in ('rule_id', 'process_id'):
            table.drop_constraint(op.f(f'fk_ruling_{column}'), type_='foreignkey')
            table.drop_column(column)
        one_of(table, 'ruling', 'ruled', 'ruled', RULED)
    for frozen in reversed(FROZEN):
        op.drop_table(frozen)
    if op.get_bind().dialect.name == 'postgresql':
        for frozen in FROZEN:
            op.execute(f'DROP FUNCTION {frozen}_is_frozen()')
