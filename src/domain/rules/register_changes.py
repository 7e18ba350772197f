"""What a newer word of the register changes of a person (Rules, item 9)."""

import attrs

from esep.domain.model.dated_attribute import (
    ATTRIBUTES_TOLD,
    DOCUMENT_FIELDS,
    Attribute,
    Document,
    document_of,
    value_of,
)
from esep.domain.model.register import RegisterPerson

KEPT_WHERE_UNKNOWN = ("sex", "citizenship", "address", "post_office")


def completed(told: RegisterPerson, standing: RegisterPerson) -> RegisterPerson:
    """The person as told; what the newer word leaves unknown stays as it stands."""
    kept = {field: getattr(standing, field) for field in KEPT_WHERE_UNKNOWN if getattr(told, field) is None}
    document = completed_document(document_of(told), document_of(standing))
    if document is not None:
        values = (document.type, document.number, document.issued_on, document.issuer)
        kept |= dict(zip(DOCUMENT_FIELDS, values, strict=True))
    return attrs.evolve(told, **kept)


def completed_document(told: Document | None, standing: Document | None) -> Document | None:
    """The document as told; of the same document, what is unknown now stays as it stands.

    Another type or number is another document: it takes nothing over from the one before it.
    """
    if told is None or standing is None:
        return told or standing
    if told.type not in {None, standing.type} or told.number not in {None, standing.number}:
        return told
    return Document(
        type=standing.type if told.type is None else told.type,
        number=standing.number if told.number is None else told.number,
        issued_on=standing.issued_on if told.issued_on is None else told.issued_on,
        issuer=standing.issuer if told.issuer is None else told.issuer,
    )


def changed_attributes(before: RegisterPerson, after: RegisterPerson) -> list[Attribute]:
    """Those whose values differ."""
    return [attribute for attribute in ATTRIBUTES_TOLD if value_of(before, attribute) != value_of(after, attribute)]
