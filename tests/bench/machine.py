"""What the measuring is done on, and how much of it a process uses."""

import os
import platform
import re
import sqlite3
import sys
from importlib.metadata import version
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def described() -> str:
    """Return the machine in a line: processor, cores, memory, and what runs on it."""
    cpu = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    parts = [
        cpu[1].strip() if cpu else platform.machine(),
        f"{os.cpu_count()} cores",
        f"{int(memory[1]) // 2**20} GB" if memory else "",
        f"Linux {platform.release().split('-')[0]}",
        f"Python {sys.version.split()[0]}",
        f"SQLite {sqlite3.sqlite_version}",
        f"SQLAlchemy {version('sqlalchemy')}",
        f"Flask {version('flask')}",
        f"waitress {version('waitress')}",
    ]
    return ", ".join(one for one in parts if one)


def family(pid: int) -> list[int]:
    """Return a process and all below it."""
    found = [pid]
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += family(int(child))
    except OSError:
        pass
    return found


def cpu(pid: int) -> float:
    """Return the seconds of processor a process and all below it have used, those that are gone too."""
    total = 0
    for one in family(pid):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:13])) + (sum(map(int, fields[13:15])) if one == pid else 0)
    return total / TICK


def resident(pid: int) -> float:
    """Return the megabytes that the largest process of a family holds."""
    sizes = [0.0]
    for one in family(pid):
        try:
            found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{one}/status").read_text())
        except OSError:
            continue
        sizes.append(int(found[1]) / 1024 if found else 0.0)
    return max(sizes)


def pinned(core: int) -> list[str]:
    """Return what lets a command run on one core alone, where there are two."""
    return ["taskset", "-c", str(core)] if (os.cpu_count() or 1) > 1 else []
