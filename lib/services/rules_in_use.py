"""The rules that this laboratory's own people rest on: which are in doubt, and who holds a credential under them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain.rule_doubt import rule_doubt
from lib.rules.book import RuleBook, RuleVersion
from lib.services.container import LabReady
from lib.services.judging import judge


@dataclass(frozen=True)
class RuleInUse:
    """A version that verdicts of today rest on. ``doubt``: why to look at it (None: verified within the year)."""

    version: RuleVersion
    people: int
    doubt: str | None
    link: str | None


@dataclass(frozen=True)
class RulesInUse:
    """All versions in use, those in doubt first; ``without``: (program, credential, people) for which no rule holds."""

    rules: tuple[RuleInUse, ...]
    without: tuple[tuple[str, str, int], ...]
    digest: str

    @property
    def to_verify(self) -> tuple[RuleInUse, ...]:
        """Those in doubt whose total is known: there is something to compare."""
        return tuple(rule for rule in self.rules if rule.doubt is not None and rule.version.total is not None)

    @property
    def to_fill_in(self) -> tuple[RuleInUse, ...]:
        """Those whose total is not known."""
        return tuple(rule for rule in self.rules if rule.version.total is None)


def rules_in_use(app: LabReady, principal: Principal, as_of: date) -> RulesInUse:
    """Return the versions that the holdings of everybody employed on ``as_of`` rest on, most people first."""
    require(principal, "view")
    judged = judge(app, principal.scope, as_of)
    frame = judged.verdicts.frame
    people = frame[frame["rule_index"] >= 0].groupby("rule_index")["staff_id"].nunique()
    counts = zip(people.index.tolist(), people.tolist(), strict=True)
    found = [in_use(judged.book, judged.book.versions[index], count, as_of) for index, count in counts]
    found.sort(key=lambda rule: (rule.doubt is None, -rule.people, rule.version.version))
    lacking = frame[(frame["rule_index"] < 0) & frame["cycle_end"].notna()]
    without = lacking.groupby(["program", "credential"])["staff_id"].nunique().reset_index()
    return RulesInUse(
        tuple(found),
        tuple(without.itertuples(index=False, name=None)),
        judged.book.digest,
    )


def in_use(book: RuleBook, version: RuleVersion, people: int, as_of: date) -> RuleInUse:
    """Return a version with what leaves doubt about it on a day and the page where it can be checked."""
    doubt = rule_doubt(version.program, version.confidence, version.verified_on, as_of)
    credential = book.credentials[version.program, version.credential]
    return RuleInUse(version, people, doubt, credential.link or book.program(version.program).link)
