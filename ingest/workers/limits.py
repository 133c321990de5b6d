"""What reading one file may cost, and how a process binds itself to that."""

import contextlib
from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Per file: wall-clock seconds, bytes of address space of the reading process, bytes of the file, pages."""

    seconds: float = 50.0
    memory_bytes: int = 2048 * MEBIBYTE
    file_bytes: int = 50 * MEBIBYTE
    pages: int = 500


def confine_process(limits: Limits) -> None:
    """Bind the calling process to the memory limit, and to leaving no core file, where the system knows such limits."""
    with contextlib.suppress(ImportError):
        import resource

        for kind, most in ((resource.RLIMIT_AS, limits.memory_bytes), (resource.RLIMIT_CORE, 0)):
            with contextlib.suppress(ValueError, OSError):  # a limit may already be lower, which is as good
                resource.setrlimit(kind, (most, most))


def arm_deadline(seconds: float) -> None:
    """Have the system end the calling process after so many seconds; 0 disarms."""
    import signal

    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
