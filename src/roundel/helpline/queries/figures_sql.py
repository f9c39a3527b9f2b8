# ruff: noqa: S608 - put together from the constants of this file; every value is a parameter
"""The statements behind the figures: grouped counts, whatever the number of contacts.

Plain SQL that SQLite and PostgreSQL both read: the ORM cannot count over a window. Every statement begins
from finished conversations (or counted calls); restricted contacts are among them, see ``queries.figures``.
Each takes the first moment of the period and the moment after it, named %(since)s and %(until)s.
"""

from __future__ import annotations

_TALKS = "{c}.state = 'finished' AND {c}.nature = 'conversation'"
_WITHIN = "{c}.started_at >= %(since)s AND {c}.started_at < %(until)s"
TALK = _TALKS.format(c="c")
TALK_WITHIN = f"{TALK} AND {_WITHIN.format(c='c')}"
# What the helpline itself promised to do is not counted as a protective action of anybody in touch.
THEIRS = "a.actor <> 'helpline'"
# A scalar, not a join: SQLite would read all actions to prepare for one.
ABOUT_THEIRS = "(SELECT a.actor FROM helpline_protectiveaction a WHERE a.id = w.action_id) <> 'helpline'"
AGREED = f"""CASE WHEN EXISTS (
    SELECT 1 FROM helpline_protectiveaction a WHERE a.contact_id = c.id AND {THEIRS}) THEN 1 ELSE 0 END"""


def _month(column: str, months: int) -> str:
    """The number of the month in which a moment lies, by month_1, month_2, …"""
    whens = " ".join(f"WHEN {column} < %(month_{n})s THEN {n - 1}" for n in range(1, months))
    return f"CASE {whens} ELSE {months - 1} END" if whens else "0"


def signposts(months: int) -> str:
    """Signposts by number of the month, group of the contact, kind, where they stand today, and what they were for."""
    return f"""
        SELECT {_month("s.given_at", months)} AS month, c."group", s.kind, s.state, s.need, COUNT(*)
        FROM helpline_signpost s JOIN helpline_contact c ON c.id = s.contact_id AND c.state = 'finished'
        WHERE s.given_at >= %(first)s AND s.given_at < %(after)s
        GROUP BY 1, 2, 3, 4, 5"""


def decisions(months: int) -> str:
    """Threshold decisions that were not withdrawn, by number of the month, group of the contact, decision and state."""
    return f"""
        SELECT {_month("d.decided_at", months)} AS month, c."group", d.decision, d.state, COUNT(*)
        FROM safeguarding_thresholddecision d JOIN helpline_contact c ON c.reference = d.source_reference
        WHERE d.source_app = 'helpline' AND d.state <> 'withdrawn'
            AND d.decided_at >= %(first)s AND d.decided_at < %(after)s
        GROUP BY 1, 2, 3, 4"""


def talks(months: int) -> str:
    """Contacts by number of the month, state, nature, group, how they heard, and whether the caller has a code;
    and how many of them lie within the period, and how many of those are conversations in which an action was agreed.

    Takes month_0, month_1, … and first and after, the whole that the period is published with, as well.
    """
    which = _month("c.started_at", months)
    within = _WITHIN.format(c="c")
    return f"""
        SELECT {which} AS month, c.state, c.nature, c."group", c.heard,
            CASE WHEN c.caller_id IS NULL THEN 0 ELSE 1 END AS coded,
            COUNT(*), SUM(CASE WHEN {within} THEN 1 ELSE 0 END),
            SUM(CASE WHEN {TALK_WITHIN} THEN {AGREED} ELSE 0 END)
        FROM helpline_contact c
        WHERE c.state IN ('finished', 'counted') AND c.started_at >= %(first)s AND c.started_at < %(after)s
        GROUP BY 1, 2, 3, 4, 5, 6"""


# People with a code, by the group of their first contact in the period, whether they agreed an action in it,
# and their course: 3 done, 2 partly, 1 neither, 0 not asked although something was open, -1 nothing was open.
# Something was open if an action agreed before their last contact had not been closed before the period.
PEOPLE = f"""
    WITH talk AS MATERIALIZED (
        SELECT c.id, c.caller_id, c.started_at, {AGREED} AS agreed
        FROM helpline_contact c WHERE {TALK_WITHIN} AND c.caller_id IS NOT NULL
    ),
    person AS (
        SELECT caller_id, MIN(started_at) AS first_at, MAX(started_at) AS last_at, MAX(agreed) AS agreed
        FROM talk GROUP BY caller_id
    ),
    answered AS (
        SELECT talk.caller_id, MAX(CASE w.outcome WHEN 'done' THEN 3 WHEN 'partly' THEN 2 ELSE 1 END) AS best
        FROM talk
        JOIN helpline_askedafter w ON w.contact_id = talk.id
        WHERE {ABOUT_THEIRS}
        GROUP BY talk.caller_id
    ),
    course AS MATERIALIZED (
        SELECT person.agreed, (
            SELECT c."group" FROM helpline_contact c
            WHERE c.caller_id = person.caller_id AND c.started_at = person.first_at AND {TALK} ORDER BY c.id LIMIT 1
        ) AS grp, COALESCE(answered.best, CASE WHEN EXISTS (
            SELECT 1
            FROM helpline_contact c
            JOIN helpline_protectiveaction a ON a.contact_id = c.id AND {THEIRS}
            WHERE c.caller_id = person.caller_id AND {TALK} AND c.started_at < person.last_at
                AND NOT EXISTS (
                    SELECT 1 FROM helpline_askedafter w
                    JOIN helpline_contact cw ON cw.id = w.contact_id
                    WHERE w.action_id = a.id AND w.outcome IN ('done', 'not_needed') AND cw.started_at < %(since)s
                )
            ) THEN 0 ELSE -1 END) AS course
        FROM person LEFT JOIN answered ON answered.caller_id = person.caller_id
    )
    SELECT grp, agreed, course, COUNT(*) FROM course GROUP BY 1, 2, 3"""

# Actions agreed in the period, by kind, where they stand today, and group.
ACTIONS = f"""
    SELECT a.kind, a.state, c."group", COUNT(*)
    FROM helpline_contact c JOIN helpline_protectiveaction a ON a.contact_id = c.id AND {THEIRS}
    WHERE {TALK_WITHIN}
    GROUP BY 1, 2, 3"""

# Both ends of every link, each with whether its person (the caller of its code, or itself) was in touch within
# the period. Only those who were, and whoever is linked with them, are looked at further.
_IN_TOUCH = f"""CASE WHEN {{end}}.caller_id IS NULL THEN CASE WHEN {_WITHIN.format(c="{end}")} THEN 1 ELSE 0 END
    WHEN EXISTS (SELECT 1 FROM helpline_contact c WHERE c.caller_id = {{end}}.caller_id AND {TALK_WITHIN}) THEN 1
    ELSE 0 END"""
LINKS = f"""
    SELECT e.id, e.caller_id, {_IN_TOUCH.format(end="e")}, t.id, t.caller_id, {_IN_TOUCH.format(end="t")}
    FROM helpline_contactlink l
    JOIN helpline_contact e ON e.id = l.earlier_id AND e.state <> 'discarded'
    JOIN helpline_contact t ON t.id = l.later_id AND t.state <> 'discarded'
    WHERE l.undone_at IS NULL"""

# One parameter for any number of ids, so that the number of statements stays the same: a JSON array.
_AMONG = {
    "sqlite": "(SELECT value FROM json_each(%({name})s))",
    "postgresql": "(SELECT CAST(value AS uuid) FROM json_array_elements_text(CAST(%({name})s AS json)) AS value)",
}


def _members(vendor: str) -> str:
    """Every finished conversation of the people named by %(callers)s and %(contacts)s."""
    callers, contacts = (_AMONG[vendor].format(name=name) for name in ("callers", "contacts"))
    columns = 'SELECT c.id, c.caller_id, c.started_at, c."group" AS grp FROM helpline_contact c'
    return f"""
    WITH member AS MATERIALIZED (
        {columns} WHERE c.caller_id IN {callers} AND {TALK}
        UNION ALL
        {columns} WHERE c.id IN {contacts} AND {TALK}
    )"""


def linked_contacts(vendor: str) -> str:
    """Their contacts with the place of each in time; a row for each action agreed in it, or one without."""
    return f"""{_members(vendor)}
    SELECT c.id, c.caller_id, c.place, c.grp, c.within, a.id
    FROM (
        SELECT c.id, c.caller_id, c.grp, RANK() OVER (ORDER BY c.started_at) AS place,
            CASE WHEN {_WITHIN.format(c="c")} THEN 1 ELSE 0 END AS within
        FROM member c
    ) c
    LEFT JOIN helpline_protectiveaction a ON a.contact_id = c.id AND {THEIRS}"""


def linked_answers(vendor: str) -> str:
    """Answers given in their contacts, and answers about their actions wherever they were given."""
    return f"""{_members(vendor)}
    SELECT w.action_id, w.contact_id, w.outcome, CASE WHEN c.started_at < %(since)s THEN 1 ELSE 0 END
    FROM member c
    JOIN helpline_askedafter w ON w.contact_id = c.id
    WHERE {ABOUT_THEIRS}
    UNION
    SELECT w.action_id, w.contact_id, w.outcome, CASE WHEN c.started_at < %(since)s THEN 1 ELSE 0 END
    FROM helpline_protectiveaction a
    JOIN helpline_askedafter w ON w.action_id = a.id
    JOIN helpline_contact c ON c.id = w.contact_id
    WHERE {THEIRS} AND a.contact_id IN (SELECT id FROM member)"""
