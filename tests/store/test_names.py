from core.store.names import LONGEST, free_name


def test_a_number_given_before_is_counted_on_and_any_other_stays() -> None:
    assert free_name("visits", {"orders"}) == "visits"
    assert free_name("visits", {"visits"}) == "visits (2)"
    assert free_name("visits (2)", {"visits", "visits (2)"}) == "visits (3)"
    assert free_name("a (7)", {"a (7)"}) == "a (7) (2)"


def test_a_long_name_makes_room_for_its_number() -> None:
    name = "x" * LONGEST
    assert free_name(name, {name}) == "x" * (LONGEST - 4) + " (2)"
