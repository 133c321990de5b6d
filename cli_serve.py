"""The server behind `kb serve`: it starts with the command, a browser opens when it answers, it ends with the command."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import webbrowser
from pathlib import Path

_APP = Path(__file__).parent / "app.py"
_TRIES, _PAUSE = 60, 0.5  # the browser is opened within half a minute, or not at all


def serve_app(home: Path, *, port: int, address: str, open_browser: bool) -> int:
    """Serve the pages over the knowledge base under `home` until ended; the exit status."""
    # -P: nothing is imported from the folder one happens to stand in
    command = [sys.executable, "-P", "-m", "streamlit", "run", str(_APP)]
    command += ["--server.port", str(port), "--server.address", address]
    if open_browser:
        threading.Thread(target=_open_when_ready, args=(url_of(address, port),), daemon=True).start()
    server = subprocess.Popen(command, env=os.environ | {"KB_HOME": str(home.absolute())})
    signal.signal(
        signal.SIGTERM, lambda _signal, _frame: server.terminate()
    )  # ended from outside, it takes the server along
    try:
        status = server.wait()
    except KeyboardInterrupt:
        status = server.wait()
    return max(status, 0)


def is_taken(address: str, port: int) -> bool:
    """Whether another program listens there already."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex((address if address != "0.0.0.0" else "127.0.0.1", port)) == 0


def url_of(address: str, port: int) -> str:
    """Where the app is found."""
    return f"http://{address}:{port}"


def _open_when_ready(url: str) -> None:
    for _attempt in range(_TRIES):
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2):
                webbrowser.open(url)
                return
        except OSError:
            time.sleep(_PAUSE)
