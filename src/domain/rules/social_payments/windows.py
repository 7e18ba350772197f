"""The months whose income is averaged (Social Code 78(2), 85(1), 118(3))."""

from collections.abc import Collection

from esep.domain.model.month import Month


def months_before(right_month: Month, count: int, replaced: Collection[Month] = ()) -> tuple[Month, ...]:
    """So many calendar months before the month of right, oldest first, with gaps or without.

    Months of the emergency benefit are left out; the months before the period take their place (Order 237 item 34,
    238 item 38, 239 item 36, 248 item 43).
    """
    months: list[Month] = []
    month = right_month.minus(1)
    while len(months) < count:
        if month not in replaced:
            months.append(month)
        month = month.minus(1)
    return tuple(reversed(months))
