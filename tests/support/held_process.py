"""A server in a process of its own that a test may kill or hold still."""

from __future__ import annotations

import os
import signal
import subprocess


class HeldProcess:
    """The process, None while it is not running, and whether it is held still."""

    process: subprocess.Popen[bytes] | None = None
    frozen = False

    def kill(self) -> None:
        """As a power cut does it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(20)
            self.process = None
            self.frozen = False

    def freeze(self, on: bool = True) -> None:
        """Hold the server still, or let it go on."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGSTOP if on else signal.SIGCONT)
        self.frozen = on
