"""Every step by its code, which is also that of its sentence (text `data.step.<code>`)."""

from core.data.steps import add, aside, clean, decimals, look_up, mark, orders, reshape, times
from core.data.steps.block import Maker

STEPS: dict[str, Maker] = {
    "unwrap_ids": clean.unwrap,
    "whole_ids": clean.whole_ids,
    "one_spelling": clean.whole_ids,
    "blank_dates": clean.blank_dates,
    "blank_words": clean.blank_words,
    "blank_means": clean.filled,
    "zeros_at_front": clean.padded,
    "returns_prefix": mark.starts_with,
    "returns_negative": mark.negative,
    "returns_status": mark.has_value,
    "returns_filled": mark.is_filled,
    "adjustments_prefix": mark.starts_with,
    "never_paid": mark.unpaid,
    "closed_days": mark.has_value,
    "not_products": mark.no_product,
    "fill_order": orders.fill_down,
    "fill_product": orders.fill_down,
    "sums_once": orders.sums_once,
    "split_orders": orders.split_orders,
    "unpack_products": orders.unpack,
    "days_down": reshape.days_down,
    "locations_down": reshape.others_down,
    "name_columns": reshape.name_columns,
    "epoch_s": times.epoch,
    "epoch_ms": times.epoch,
    "epoch_us": times.epoch,
    "outside_window": times.outside,
    "zone_date": times.zone_date,
    "local_date": times.local_date,
    "instant": times.instant,
    "decimal_comma": decimals.told_mark,
    "decimal_point": decimals.told_mark,
    "total_rows": aside.total_rows,
    "settlement_total": aside.settlement_total,
    "one_a_row": add.one_a_row,
    "event_words": add.words_for,
    "numbers_of_n": add.extract,
    "year_of_title": add.extract,
    "image_path": add.image_path,
    "json_field": add.json_field,
    "session": add.session,
    "millionths": add.millionths,
    "look_up_person": look_up.look_up,
    "look_up_date": look_up.look_up,
}

RESHAPING = frozenset({"split_orders", "unpack_products", "days_down", "locations_down"})
"""Steps that make several rows of one."""
