"""Which kind of RAID item its opening words tell, in SQL. For the views: a record keeps the kind that its report prints.

The kind that a type column, the ref, the area or the heading prints comes first; these words are asked only when none does.
"""

from collections.abc import Mapping, Sequence

from kb.records import RaidKind

# Patterns of LIKE, in any case. A bullet or an article before the words does not count.
BEGINS: Mapping[RaidKind, Sequence[str]] = {
    RaidKind.RISK: ("risk that %", "risk of %", "risk to %", "risk:%", "there is % risk that %", "there is % risk of %"),
    RaidKind.ASSUMPTION: (
        *("assumption that %", "assumption is %", "assumption:%", "assumed that %", "assuming that %"),
        *("it is assumed %", "it was assumed %", "we assume %", "programme assumes %"),
    ),
    RaidKind.ISSUE: ("issue that %", "issue with %", "issue:%", "there is an issue %", "there is a known issue %"),
    RaidKind.DEPENDENCY: ("dependency on %", "dependency:%", "there is a dependency %", "depends on %", "dependent on %"),
}
# The verb of the first sentence tells a dependency as well: "Completion of the plan depends on PSG".
DEPENDS = ("% depends on %", "% depend on %", "% is dependent on %", "% are dependent on %")
NOT_ITS_VERB = ("% which depend%", "% that depend%", "% whether %", "% not depend%")


def kind_told_by(text: str, printed: str) -> str:
    """The SQL expression for the kind: the column `printed`, or where that is `unknown` what the column `text` begins with.

    "There is a risk that SIT is late" is a risk, "Completion of the plan depends on PSG" a dependency.
    """
    words = f"trim(replace({text}, char(10), ' '), '•◦▪- ')"
    first = f"substr({words}, 1, instr({words} || '. ', '. '))"
    pairs = ", ".join(f"('{kind}', '{pattern}')" for kind, patterns in BEGINS.items() for pattern in patterns)
    depends = " OR ".join(f"{first} LIKE '{pattern}'" for pattern in DEPENDS)
    other = " OR ".join(f"{first} LIKE '{pattern}'" for pattern in NOT_ITS_VERB)
    return f"""iif({printed} <> '{RaidKind.UNKNOWN}', {printed}, coalesce(
            (SELECT column1 FROM (VALUES {pairs})
             WHERE {words} LIKE column2 OR {words} LIKE 'the ' || column2 OR {words} LIKE 'a ' || column2 LIMIT 1),
            iif(({depends}) AND NOT ({other}), '{RaidKind.DEPENDENCY}', '{RaidKind.UNKNOWN}')
        ))"""  # noqa: S608 - constants of this module and names of columns
