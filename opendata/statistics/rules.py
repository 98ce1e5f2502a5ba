"""Kinds of checks: each takes the facts of a report and says what it finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from opendata.statistics.facts import Facts, compute

OK = "ok"


@dataclass(frozen=True)
class Finding:
    """What a check found: its verdict, and what was computed or found, in short."""

    verdict: str
    computed: str = ""

    @property
    def is_flagged(self) -> bool:
        """Whether readers are told."""
        return self.verdict != OK


Rule = Callable[[Facts], Finding]


def plain(value: Decimal, decimals: int | None = None) -> str:
    """Return a number for the table of checks."""
    if decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        return str(value)
    return str(int(value)) if value == value.to_integral_value() else str(value.normalize())


def equals(formula: str, name: str) -> Rule:
    """The formula gives the figure that is stated."""

    def check(facts: Facts) -> Finding:
        result = compute(formula, facts)
        return Finding(OK if result == facts.value(name) else "inconsistent", plain(result))

    return check


def covers(parts: str, whole: str) -> Rule:
    """The listed parts are all of the whole."""

    def check(facts: Facts) -> Finding:
        result, total = compute(parts, facts), facts.value(whole)
        verdict = OK if result == total else "incomplete" if result < total else "inconsistent"
        return Finding(verdict, plain(result))

    return check


def share(formula: str, name: str, *, wrong: str = "inconsistent") -> Rule:
    """A share in percent is printed rounded half up; cut off after the same digit is another finding."""

    def check(facts: Facts) -> Finding:
        exact, stated = 100 * compute(formula, facts), facts.value(name)
        step = Decimal(1).scaleb(stated.normalize().as_tuple().exponent if stated % 1 else 0)  # type: ignore[arg-type]
        computed = f"{plain(exact, 2)}%"
        if exact.quantize(step, ROUND_HALF_UP) == stated:
            return Finding(OK, computed)
        return Finding("rounding_error" if exact.quantize(step, ROUND_DOWN) == stated else wrong, computed)

    return check


def shares_sum(names: Sequence[str], *, parts: Sequence[str] = (), whole: str = "") -> Rule:
    """Printed shares of one whole make 100 percent; where the counts do and the shares do not, it is their digits."""

    def check(facts: Facts) -> Finding:
        total = sum((facts.value(name) for name in names), Decimal(0))
        if total == 100:
            return Finding(OK, f"{plain(total)}%")
        is_whole = parts and sum((facts.value(part) for part in parts), Decimal(0)) == facts.value(whole)
        return Finding("rounding_error" if is_whole else "inconsistent", f"{plain(total)}%")

    return check


def base_of_share(name: str, count: str, *, base: str, named_base: str) -> Rule:
    """The share fits the base that its label names, not another one."""

    def check(facts: Facts) -> Finding:
        stated = facts.value(name)
        here, there = (
            100 * compute(f"{count} / {base}", facts),
            100 * compute(f"{count} / ({named_base})", facts),
        )
        is_named = there.quantize(Decimal("0.1"), ROUND_HALF_UP) == stated
        return Finding(OK if is_named else "ambiguous", f"{plain(here, 2)}% / {plain(there, 2)}%")

    return check


def same_value(*formulas: str) -> Rule:
    """Different things rarely have the same figure: that they do is worth a look."""

    def check(facts: Facts) -> Finding:
        results = [abs(compute(formula, facts)) for formula in formulas]
        return Finding("suspicious" if len(set(results)) == 1 else OK, plain(results[0]))

    return check


def coverage(published: str, issued: str) -> Rule:
    """All that was issued is published."""

    def check(facts: Facts) -> Finding:
        part = 100 * compute(f"({published}) / ({issued})", facts)
        return Finding("gap" if part < 100 else OK, f"{plain(part, 2)}%")

    return check


def remainder_stated(formula: str, name: str, verdict: str, *, or_formula: str = "") -> Rule:
    """What is left over is stated as a figure of its own."""

    def check(facts: Facts) -> Finding:
        left = compute(formula, facts)
        texts = plain(left) + (f" or {plain(compute(or_formula, facts))} left" if or_formula else "")
        return Finding(OK if name in facts.figures or left == 0 else verdict, texts)

    return check


def missing(present: str, absent: Sequence[str], verdict: str = "incomplete") -> Rule:
    """A figure stands with those that explain it."""

    def check(facts: Facts) -> Finding:
        value = facts.value(present)
        return Finding(OK if all(name in facts.figures for name in absent) else verdict, plain(value))

    return check


def unequal(first: str, second: str, verdict: str) -> Rule:
    """Two figures of one name are one figure."""

    def check(facts: Facts) -> Finding:
        values = [compute(first, facts), compute(second, facts)]
        return Finding(OK if values[0] == values[1] else verdict, f"{plain(values[0])}; {plain(values[1])}")

    return check


def both_positive(first: str, second: str, verdict: str) -> Rule:
    """Only one of two things that exclude or contain each other is counted."""

    def check(facts: Facts) -> Finding:
        values = [compute(first, facts), compute(second, facts)]
        return Finding(verdict if all(value > 0 for value in values) else OK, "; ".join(map(plain, values)))

    return check


def unit_undecided(names: Sequence[str]) -> Rule:
    """A change of a share says whether it is in percent or in points."""

    def check(facts: Facts) -> Finding:
        undecided = any("chưa rõ" in facts.figure(name).unit for name in names)
        return Finding("ambiguous" if undecided else OK, "% / điểm %" if undecided else "")

    return check


def percent_for_points(names: Sequence[str]) -> Rule:
    """A change in points is printed as one."""

    def check(facts: Facts) -> Finding:
        wrong = [
            name
            for name in names
            if facts.figure(name).unit == "điểm %"
            and re.search(r"(?:tăng|giảm) [0-9,]+\s?%", facts.figure(name).quote)
        ]
        return Finding("wrong_unit" if wrong else OK, "điểm %" if wrong else "")

    return check


def target_holds(number: int, against: Callable[[Facts], str], verdict: str = "contradiction") -> Rule:
    """A target that counts as met is not contradicted elsewhere; `against` returns what speaks against it."""

    def check(facts: Facts) -> Finding:
        found = against(facts)
        is_met = facts.targets[(2021, number)]["assessment"] == "Đạt"
        return Finding(verdict if is_met and found else OK, found)

    return check


def said_together(*wanted: tuple[str, str], verdict: str) -> Rule:
    """Sentences that do not go together are not both there: pairs of a statement and words of it."""

    def check(facts: Facts) -> Finding:
        found = [words for name, words in wanted if words in facts.statements.get(name, "")]
        return Finding(verdict if len(found) == len(wanted) else OK, "; ".join(found))

    return check


def printed_with(name: str, pattern: str, verdict: str) -> Rule:
    """A figure is not printed in an unusual way."""

    def check(facts: Facts) -> Finding:
        match = re.search(pattern, facts.figure(name).quote)
        return Finding(verdict if match else OK, match[0].replace(".", ",") if match else "")

    return check


def exact_with_qualifier(names: Sequence[str]) -> Rule:
    """A word such as "more than" stands with a round number only."""

    def check(facts: Facts) -> Finding:
        odd = [n for n in names if facts.figure(n).qualifier and facts.value(n) % 10 != 0]
        return Finding("ambiguous" if odd else OK, "; ".join(facts.figure(name).qualifier for name in odd))

    return check


def headcount_above(share_name: str, staff: str) -> Rule:
    """Some whole number of people makes a share just above the stated one."""

    def check(facts: Facts) -> Finding:
        stated, people = facts.value(share_name), facts.value(staff)
        count = int(stated * people / 100)
        exact = [100 * Decimal(number) / people for number in (count, count + 1)]
        fits = any(stated < part < stated + Decimal("0.1") for part in exact)
        nearest = min(exact, key=lambda part: abs(part - stated))
        return Finding(OK if fits else "inconsistent", f"{plain(nearest, 2)}%")

    return check


def misspelt(words: Sequence[str]) -> Rule:
    """None of these slips is in what is quoted."""

    def check(facts: Facts) -> Finding:
        texts = [*facts.statements.values(), *(figure.quote for figure in facts.figures.values())]
        texts += [target["target_vi"] for target in facts.targets.values()]
        found = [word for word in words if any(word in text for text in texts)]
        return Finding("text_error" if found else OK, "; ".join(found))

    return check


def brackets_closed(statement: str) -> Rule:
    """Every bracket is closed."""

    def check(facts: Facts) -> Finding:
        text = facts.statements.get(statement, "")
        opened, closed = text.count("("), text.count(")")
        return Finding(OK if opened == closed else "text_error", f"{opened} ( / {closed} )")

    return check


def two_wordings(first: str, second: str, verdict: str = "ambiguous") -> Rule:
    """A comparison is worded in one way."""

    def check(facts: Facts) -> Finding:
        quotes = [figure.quote for figure in facts.figures.values()]
        is_mixed = any(first in quote for quote in quotes) and any(second in quote for quote in quotes)
        return Finding(verdict if is_mixed else OK, f"{first} / {second}" if is_mixed else "")

    return check


def reworded(number: int, verdict: str = "ambiguous") -> Rule:
    """A target is worded alike in both years, so that its figures may be compared."""

    def check(facts: Facts) -> Finding:
        old, new = (facts.targets[(year, number)]["target_vi"].rstrip(".") for year in (2021, 2022))
        return Finding(verdict if old != new else OK, old[len(new) :].strip() if old.startswith(new) else "")

    return check


def old_year(name: str, year: str, verdict: str = "suspicious") -> Rule:
    """A task of the next year does not name the year that is over."""

    def check(facts: Facts) -> Finding:
        figure = facts.figure(name)
        return Finding(
            verdict if figure.period == year and f"năm {year}" in figure.quote else OK, figure.period
        )

    return check
