"""Example clauses for measuring: as many as wanted, as much like real ones as can be.

Takes real Plans. Gives generated Plans: sentences of clauses of the same kind and domain recombined, numbers
and place names varied, with a fixed seed, so that words are as frequent as in real text. They stand to each other as
real ones do: every government has a plan for women and one for children, each under those of its own city, its
province and the nation, which its catalogue entry names.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.plan import Clause, ClauseKind, Heading, Holding, Level, Plan, PlanEntry, SourceText

SEED = 20220531
PER_PLAN = 370  # clauses, as many as the real notice has
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SENTENCE = re.compile(r"[^。；]+[。；]?")
_SUBJECTS = ("妇女", "儿童")
_CITIES, _COUNTIES = 16, 129  # of a province (as Yunnan has)
_NAMES = "东西南北中上下大小新安平永长金银龙凤云山水石林松柳梅兰竹菊"


def generate(plans: Sequence[Plan], count: int, seed: int = SEED) -> Iterator[Plan]:
    """Plans with ``count`` clauses in all, recombined from the sentences of real ones."""
    dice = random.Random(seed)
    pool: dict[tuple[ClauseKind, str | None], list[Clause]] = {}
    for plan in plans:
        for clause in plan.clauses:
            pool.setdefault((clause.kind, clause.domain), []).append(clause)
    models = [clause for plan in plans for clause in plan.clauses]
    names: dict[str, str] = {}
    for number in range(-(-count // PER_PLAN)):
        size = min(PER_PLAN, count - number * PER_PLAN)
        place = "".join(dice.choices(_NAMES, k=2))
        yield _plan(_entry(number, place, names), place, models, pool, size, dice)


def _entry(number: int, place: str, names: dict[str, str]) -> PlanEntry:
    """Who the plan of this number belongs to; ``names`` keeps what each government is called."""
    half, subject = divmod(number, len(_SUBJECTS))
    governments = _governments(half)
    level, end, government = governments[0]
    region = f"示例{'' if level is Level.NATION else names.setdefault(government, place)}{end}"
    title = f"{region}{_SUBJECTS[subject]}发展规划（2021—2030年）"
    parents = tuple(f"{above}-{subject}" for _, _, above in governments[1:])
    return PlanEntry(
        f"{government}-{subject}",
        title,
        level,
        region,
        _SUBJECTS[subject],
        parents=parents,
        holding=Holding.FULL,
    )


def _governments(number: int) -> list[tuple[Level, str, str]]:
    """The government of this number and those above it, each with what its name ends with: the nation, and then a
    province with all of its cities and counties after another, so that a few plans are a county's with all that stand
    above it."""
    above = [(Level.NATION, "国", "example-nation")]
    if number == 0:
        return above
    province, inside = divmod(number - 1, 1 + _CITIES + _COUNTIES)
    above.insert(0, (Level.PROVINCE, "省", f"example-p{province}"))
    if inside == 0:
        return above
    # A city and its first county, the next city and its first county, then the other counties in turn.
    city = (inside - 1) // 2 if inside <= 2 * _CITIES else (inside - 1) % _CITIES
    above.insert(0, (Level.CITY, "市", f"example-p{province}-c{city:02}"))
    if inside <= 2 * _CITIES and inside % 2:
        return above
    return [(Level.COUNTY, "县", f"example-p{province}-c{city:02}-{inside:03}"), *above]


def _plan(
    entry: PlanEntry,
    place: str,
    models: Sequence[Clause],
    pool: dict[tuple[ClauseKind, str | None], list[Clause]],
    size: int,
    dice: random.Random,
) -> Plan:
    clauses: list[Clause] = []
    headings: dict[str, Heading] = {}
    for index in range(size):
        model = models[index % len(models)]
        body = "".join(_sentences(model, pool[model.kind, model.domain], dice))
        body = (
            _NUMBER.sub(lambda found: _vary(found.group(), dice), body)
            .replace("腾冲", place)
            .replace("保山", "示例")
        )
        text = f"{index + 1}.{body}"
        section = model.section or "1"
        headings.setdefault(section, Heading(1, "一", model.section_title or "总则", section, 0, 0))
        clauses.append(
            replace(
                model,
                address=f"{entry.id}/{section}/{model.kind.value}/{index + 1}",
                plan=entry.id,
                section=section,
                number=str(index + 1),
                title=_SENTENCE.findall(body)[0].rstrip("。；"),
                text=text,
                start=index,
                end=index + 1,
                body=len(text) - len(body),
                units=(),
                warnings=(),
            )
        )
    source = SourceText(name=entry.id, text="", encoding="utf-8", sha256=entry.id)
    return Plan(entry, source, 0, 0, tuple(headings.values()), tuple(clauses))


def _sentences(model: Clause, same: Sequence[Clause], dice: random.Random) -> Iterator[str]:
    """As many sentences as the model has: half its own, the others from clauses of its kind and domain."""
    for sentence in _SENTENCE.findall(model.text[model.body :]):
        other = dice.choice(same)
        others = _SENTENCE.findall(other.text[other.body :])
        yield sentence if dice.random() < 0.5 or not others else dice.choice(others)


def _vary(number: str, dice: random.Random) -> str:
    if "." in number:
        return f"{float(number) * dice.uniform(0.5, 1.5):.1f}"
    return number if len(number) == 4 else str(dice.randint(1, 99))
