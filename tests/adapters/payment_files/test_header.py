"""The header reads the same by its pattern and field by field."""

from hypothesis import given
from hypothesis import strategies as st

from esep.adapters.payment_files.header import read_header, read_irregular_header

TEXTS = st.text("Аб қ/:-{}S1", min_size=1, max_size=12).map(lambda text: text.rstrip(" ")).filter(bool)
PARTY = ("CHIEF", "MAINBK", "IRS", "SECO")


def _some(draw: st.DrawFn, *tags: str) -> list[str]:
    return [f"/{tag}/{draw(TEXTS | st.just(''))}" for tag in tags if draw(st.booleans())]


@st.composite
def _regular_headers(draw: st.DrawFn) -> str:
    lines = [":20:" + draw(TEXTS), ":50:/D/" + draw(TEXTS), "/NAME/" + draw(TEXTS), "/IDN/" + draw(TEXTS)]
    lines += [*_some(draw, *PARTY), ":52B:" + draw(TEXTS), ":57B:" + draw(TEXTS)]
    lines += [":59:K" + draw(TEXTS), *_some(draw, "NAME", "IDN", *PARTY)]
    lines += [":70:/NUM/" + draw(TEXTS), "/DATE/" + draw(TEXTS), *_some(draw, "SEND", "VO"), "/KNP/" + draw(TEXTS)]
    lines += _some(draw, "PSO", "PRT", "PERIOD", "ASSIGN")
    if lines[-1].startswith("/ASSIGN/"):
        lines += draw(st.lists(TEXTS.map(lambda text: f"a{text}"), max_size=3))
    return "".join(f"\n{line}" for line in lines)


@given(_regular_headers(), st.from_regex(r"[0-9]{6}", fullmatch=True))
def test_both_ways_read_a_regular_header_the_same(header: str, day: str) -> None:
    tail = f"\n:32A:{day}KZT1,00"
    regular, irregular = read_header(header, tail), read_irregular_header(header + tail)

    assert regular.defects == irregular.defects == ()
    assert dict(regular.values) == {name: irregular.values[name] for name in regular.values}
    assert (irregular.payer_others, irregular.beneficiary_others, irregular.details_others) == ((), (), ())
    assert irregular.others == ()


def test_a_header_may_have_its_fields_in_any_order_and_unknown_ones() -> None:
    reading = read_irregular_header(
        "\nstray\n:57B:GCVPKZ2A\n:32A:200221KZT1,00\n:70:text\n/KNP/012\n/XX/1\n/NUM/5\n/NUM/6\n/ASSIGN/one\n\ntwo\n/DATE/200220"
        "\n:54C:a\n/b/c\n:59:KZ67\n/IRS/1\n/Q/w\n:50:KZ92\n/IDN/1\n/NAME/ТОО\nАлма\n/PHONE/7\n:20:R\n:20:S\n:52B:HSBKKZKX"
    )

    assert reading.defects == ()
    assert reading.values["payer_account"] == "KZ92"
    assert reading.values["payer_name"] == "ТОО Алма"
    assert reading.values["reference"] == "R"
    assert reading.values["document_number"] == "5"
    assert reading.values["assignment"] == "one\n\ntwo"
    assert reading.payer_others == (("PHONE", "7"),)
    assert reading.beneficiary_others == (("Q", "w"),)
    assert reading.details_others == (("", "text"), ("XX", "1"), ("NUM", "6"))
    assert reading.others == (("", "stray"), (":54C:", "a\n/b/c"), (":20:", "S"))


def test_every_missing_field_is_told() -> None:
    fields = [defect.field for defect in read_header("\n:50:/D/KZ92", "").defects]

    assert fields == [":20:", "NAME", "IDN", ":52B:", ":57B:", ":59:", "NUM", "DATE", "KNP", ":32A:"]
    assert [defect.field for defect in read_header("", "").defects][:3] == [":20:", ":50:", ":52B:"]


def test_an_empty_mandatory_field_is_missing() -> None:
    assert ":57B:" in [defect.field for defect in read_header("\n:57B:\n:20:R", "").defects]
