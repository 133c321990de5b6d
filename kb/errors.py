"""The exceptions of the product. An operation that fails raises one of these; doubtful content is a `records.Problem`.

KnowledgeBaseError
├── ReportRejectedError          a file cannot be taken in; nothing was changed      (ingest)
│   ├── FileUnreadableError          missing, a folder, no permission
│   ├── FileEmptyError
│   ├── NotAPdfError
│   ├── PdfEncryptedError
│   ├── PdfDamagedError
│   ├── PdfTooLargeError             pages, bytes, memory or inflated size over the limit
│   ├── PdfTimeoutError
│   ├── NoTextError                  scanned or image-only
│   └── NotAHeadlineReportError
├── StoreError                   the database
│   ├── NewerSchemaError             written by a later version of the product
│   └── NotFoundError                no such ref, meeting, report or record
├── SearchIndexError             the search index; always mended by a rebuild
└── UnsafeSqlError               a statement that is not a plain read
"""


class KnowledgeBaseError(Exception):
    """Base of all errors of the product. `str(error)` is a sentence for a person: what was found and what to do."""


class ReportRejectedError(KnowledgeBaseError):
    """A file cannot be taken in. code: a short kebab-case name of the reason, stable for programs."""

    code = "rejected"

    def __init__(self, file_name: str, found: str, remedy: str) -> None:
        self.file_name = file_name
        self.found = found
        self.remedy = remedy
        super().__init__(f"{file_name}: {found}; {remedy}")

    def __reduce__(self) -> tuple[type["ReportRejectedError"], tuple[str, str, str]]:
        return type(self), (self.file_name, self.found, self.remedy)


class FileUnreadableError(ReportRejectedError):
    """The path cannot be read as a file."""

    code = "unreadable"


class FileEmptyError(ReportRejectedError):
    """The file has no bytes."""

    code = "empty"


class NotAPdfError(ReportRejectedError):
    """The bytes are not those of a PDF, whatever the name says."""

    code = "not-a-pdf"


class PdfEncryptedError(ReportRejectedError):
    """The PDF asks for a password."""

    code = "encrypted"


class PdfDamagedError(ReportRejectedError):
    """The PDF is truncated or its structure is broken."""

    code = "damaged"


class PdfTooLargeError(ReportRejectedError):
    """The PDF is over a limit: bytes, pages, memory, or inflated size."""

    code = "too-large"


class PdfTimeoutError(ReportRejectedError):
    """Reading the PDF took longer than the limit."""

    code = "timeout"


class NoTextError(ReportRejectedError):
    """The pages hold images, or glyphs without characters, and no text."""

    code = "no-text"


class NotAHeadlineReportError(ReportRejectedError):
    """A readable PDF, but not a headline report."""

    code = "not-a-headline-report"


class StoreError(KnowledgeBaseError):
    """The database cannot be used as asked."""


class NewerSchemaError(StoreError):
    """The database was written by a later version of the product."""

    def __init__(self, path: str, found: int, known: int) -> None:
        super().__init__(
            f"{path}: the database has schema version {found}, this product knows versions up to {known}; "
            "update the product, or point KB_HOME at another directory"
        )


class NotFoundError(StoreError):
    """Nothing in the knowledge base has this key."""

    def __init__(self, what: str, key: str) -> None:
        self.what = what
        self.key = key
        super().__init__(f"no {what} {key!r} in the knowledge base; `kb search {key}` looks for it in all texts")


class SearchIndexError(KnowledgeBaseError):
    """The search index cannot be read or written; `kb rebuild` makes a new one from the database."""


class UnsafeSqlError(KnowledgeBaseError):
    """A statement is not a plain read of the public views."""
