"""Reads an application for a social payment from a JSON file."""

import cattrs
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.v import transform_error

from esep.adapters.application_files.document import DocumentUnreadable, read_document
from esep.adapters.application_files.reading import Fault, converter
from esep.adapters.application_files.shape import DEPENDANTS_MAX, ApplicationShape, DependantShape
from esep.domain.model.recipient_case import CaseDetails, Dependant
from esep.domain.model.social_application import SocialApplication
from esep.domain.ports.application_files import ApplicationFileInvalid

BYTES_MAX = 1024 * 1024  # a hundred times what an application with fifty dependants has


class JsonSocialApplicationReader:
    """Implements `SocialApplicationReader`: UTF-8, one object, no key twice and none that is not known."""

    def __init__(self) -> None:
        """Prepare the reading of values."""
        self._converter = converter()

    def read(self, content: bytes, file_name: str) -> SocialApplication:
        """See `SocialApplicationReader`."""
        document = _document(content, file_name)
        if not isinstance(document, dict):
            raise ApplicationFileInvalid(file_name, ["document: is no object; expected {…}"])
        try:
            shape = self._converter.structure(document, ApplicationShape)
        except cattrs.BaseValidationError as error:
            raise ApplicationFileInvalid(file_name, _faults(error)) from None  # the cause quotes personal data
        return _application(shape)

    def read_dependants(self, content: bytes, file_name: str) -> tuple[Dependant, ...]:
        """See `SocialApplicationReader`."""
        document = _document(content, file_name)
        if not isinstance(document, list) or not 0 < len(document) <= DEPENDANTS_MAX:
            raise ApplicationFileInvalid(file_name, [f"document: is no list of 1 to {DEPENDANTS_MAX} dependants"])
        try:
            shapes = self._converter.structure(document, tuple[DependantShape, ...])
        except cattrs.BaseValidationError as error:
            raise ApplicationFileInvalid(file_name, _faults(error)) from None  # the cause quotes personal data
        return tuple(map(_dependant, shapes))


def _document(content: bytes, file_name: str) -> object:
    try:
        return read_document(content, bytes_max=BYTES_MAX)
    except DocumentUnreadable as error:
        raise ApplicationFileInvalid(file_name, [str(error)]) from error


def _faults(error: cattrs.BaseValidationError) -> list[str]:
    """Every fault with its path, `dependants[1].iin: …`."""
    told = transform_error(error, path="", format_exception=_told)
    return [" ".join(_placed(one).split()) for one in told]


def _placed(told: str) -> str:
    text, _, path = told.rpartition(" @ ")
    return f"{path.removeprefix('.') or 'document'}: {text}"


def _told(exception: BaseException, _: type | None) -> str:
    match exception:
        case Fault():
            return str(exception)
        case KeyError():
            return "is missing"
        case ForbiddenExtraKeysError():
            # What is no name may be anything, also a person's number.
            names = sorted(key if key.isidentifier() else "…" for key in exception.extra_fields)
            return f"{', '.join(names)}: not known; take it out or correct its name"
        case ValueError():
            return "is longer or greater than is taken"
        case _:
            return "is not of the kind expected: an object {…} or a list […]"


def _application(shape: ApplicationShape) -> SocialApplication:
    return SocialApplication(
        application_number=shape.application_number,
        kind=shape.kind,
        applicant_iin=shape.applicant.iin,
        breadwinner_iin=shape.breadwinner.iin if shape.breadwinner else "",
        submitted_at=shape.submitted_at,
        right_on=shape.right_on,
        channel=shape.channel,
        region=shape.region,
        documents=shape.documents,
        details=_details(shape),
    )


def _details(shape: ApplicationShape) -> CaseDetails:
    disability, maternity, child, unemployed = shape.disability, shape.maternity, shape.child, shape.unemployed
    return CaseDetails(
        account=shape.account.iban,
        bic=shape.account.bic,
        degree_percent=disability.degree_percent if disability else None,
        disability_until=disability.until if disability else None,
        dependants=tuple(map(_dependant, shape.dependants)),
        breadwinner_died_on=shape.breadwinner.died_on if shape.breadwinner else None,
        leave_days=maternity.leave_days if maternity else None,
        is_adoption=maternity.is_adoption if maternity else False,
        is_complicated_birth=maternity.is_complicated_birth if maternity else False,
        child_iin=(child.iin or "") if child else "",
        child_birth_date=child.birth_date if child else None,
        birth_order=child.birth_order if child else None,
        unemployed_since=unemployed.since if unemployed else None,
        unemployed_number=unemployed.number if unemployed else "",
        is_pension_exempt=shape.pension_exempt is not None,
        pension_exempt_ground=shape.pension_exempt.ground if shape.pension_exempt else "",
    )


def _dependant(shape: DependantShape) -> Dependant:
    return Dependant(
        iin=shape.iin,
        relation=shape.relation,
        until_on=shape.until_on,
        share=shape.share,
        account=shape.account.iban if shape.account else "",
        bic=shape.account.bic if shape.account else "",
    )
