"""How much a social payment is: windows, length, income, formulas, recalculation (Orders 237, 238, 239 and 248)."""
