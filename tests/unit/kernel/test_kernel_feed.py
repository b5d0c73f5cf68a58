"""What a domain may give the network is checked when it is made; findings and texts speak both languages."""

from __future__ import annotations

from datetime import date

import pytest

from tongchou.kernel.feed import CapacityFeed, DurationFeed, LeverFeed, Spread
from tongchou.kernel.finding import Finding, Text

DAY = date(2021, 8, 3)
WORD = Text(zh="词", en="word")


@pytest.mark.parametrize(("low", "mode", "high"), [(3, 2, 5), (1, 6, 5), (5, 4, 3)])
def test_a_spread_out_of_order_is_refused(low: float, mode: float, high: float) -> None:
    with pytest.raises(ValueError, match="low <= mode <= high"):
        Spread(shape="triangular", low=low, mode=mode, high=high)


def test_an_empirical_spread_needs_observations() -> None:
    with pytest.raises(ValueError, match="needs some"):
        Spread(shape="empirical")


def test_observations_belong_to_an_empirical_spread() -> None:
    with pytest.raises(ValueError, match="empirical"):
        Spread(shape="pert", low=1, mode=2, high=3, values=(1.0,))


@pytest.mark.parametrize("address", ["P03.open", "owner:bj", "activity:", "permit:a b"])
def test_a_duration_is_addressed_to_an_activity_or_a_permit_class(address: str) -> None:
    with pytest.raises(ValueError, match="addressed"):
        DurationFeed(address=address, spread=Spread(shape="fixed", mode=3), standard="RULE-1")


def test_a_capacity_ends_no_earlier_than_it_starts() -> None:
    with pytest.raises(ValueError, match="last day"):
        CapacityFeed(resource="crew", start=DAY, end=date(2021, 8, 2), amount=1, unit="person")


def test_a_capacity_for_one_day_is_fine() -> None:
    assert CapacityFeed(resource="crew", start=DAY, end=DAY, amount=1, unit="person").end == DAY


def test_a_lever_shortens_something() -> None:
    with pytest.raises(ValueError, match="some days"):
        LeverFeed(id="l", title=WORD, activities=("a",), days=0)


def test_a_finding_in_one_language_is_refused() -> None:
    with pytest.raises(ValueError, match="both languages"):
        Finding(kind="shortfall", where="A", severity="red", text=Text(zh="问题", en=""))


def test_a_text_falls_back_on_the_other_language() -> None:
    assert Text(zh="词", en="").in_language("en") == "词"


def test_the_places_of_a_text_are_filled_in_both_languages() -> None:
    assert Text(zh="{n}天", en="{n} days").filled(n=5) == Text(zh="5天", en="5 days")
