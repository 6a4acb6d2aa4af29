"""The errors of the service, grouped by who can do something about them.

    UserError               one Chinese sentence that says what to do; exit status 2
      ├── BadQuery          the words cannot be searched for
      ├── BadFilter         a filter names nothing that exists
      ├── BadCorpus         the corpus folder is not as it should be
      ├── BadImport         a file cannot be taken in as it is stated
      ├── BadSettings       an environment variable or option does not say what it should
      ├── NotFound          no clause, plan or file of that name
      ├── Later             it is being worked out, or only one at a time can do it: ask again
      │     └── Unreachable the database server does not answer, so that nothing could be kept or read there
      ├── Unwritable        the data folder cannot be written (rights, space)
      └── DamagedDecisions  the file with people's decisions cannot be read: restore it, never rebuild it
    DamagedBase             derived data is missing or damaged; the caller rebuilds it
    EngineFailure           the search engine broke down: a bug or damaged files, never the user's fault

The messages are shown to people as they are, so they hold no trace, no SQL and no English. FOR_PEOPLE is every error that
speaks to them, those of texts and word tables too: what a face catches.
"""

from __future__ import annotations

from analyzers.lexicon import LexiconError
from ingest.plan import IngestError


class UserError(Exception):
    """A mistake that the user can mend; ``str(error)`` is one Chinese sentence that says how."""


FOR_PEOPLE: tuple[type[Exception], ...] = (UserError, IngestError, LexiconError)


class BadQuery(UserError):
    """The words cannot be searched for: nothing in them, or too many."""


class BadFilter(UserError):
    """A filter value that names nothing in the base."""


class BadCorpus(UserError):
    """The corpus folder is missing, empty or contradicts its catalogue."""


class BadImport(UserError):
    """A file cannot be taken in the way that was asked for."""


class BadSettings(UserError):
    """An environment variable, or an option about the engine, cannot be understood."""


class NotFound(UserError):
    """No clause, plan or file of that name."""


class Later(UserError):
    """It is being worked out, or something that can be done once at a time is being done; ask again later."""


class Unreachable(Later):
    """The database server does not answer, or not in time; nothing was kept, and nothing is known."""


class Unwritable(UserError):
    """The data folder cannot be written."""


class DamagedDecisions(UserError):
    """The file with people's decisions cannot be used; it is a source of truth and cannot be rebuilt."""


class DamagedBase(Exception):
    """The derived data cannot be used; ``str(error)`` says in Chinese what is wrong with it."""


class EngineFailure(Exception):
    """The engine failed inside; the original error is the cause."""
