"""The table for people; the aims stand beside what was reached."""

from __future__ import annotations

from typing import Any

COLUMNS = (
    ("CPU ms", "cpu_ms", "{:.2f}"),
    ("floor", "floor_cpu_ms", "{:.2f}"),
    ("ratio", "ratio", "{:.2f}"),
    ("p50 ms", "p50_ms", "{:.2f}"),
    ("p99 ms", "p99_ms", "{:.2f}"),
    ("stmts", "statements", "{}"),
    ("HTML", "html_bytes", "{:,}"),
    ("gzip", "gzip_bytes", "{:,}"),
)
# The last column of numbers.md: CPU in ms by page and reader. A page that is not named there has none.
CPU_AIMS = {
    ("question", "member"): 1.8,
    ("question", "visitor"): 0.9,
    ("conversation", "member"): 1.8,
    ("conversation", "visitor"): 0.9,
    ("questions", "member"): 2.0,
    ("conversations", "member"): 2.0,
    ("profile", "member"): 2.0,
    ("search", "member"): 10.0,
}


def table(found: dict[str, Any]) -> str:
    """Everything in `latest.json`, to be read."""
    lines = ["", f"{'page':<15}{'who':<9}" + "".join(f"{title:>9}" for title, _, _ in COLUMNS) + "    aim"]
    for name, readers in found["pages"].items():
        for who, figures in readers.items():
            cells = "".join(f"{form.format(figures[key]):>9}" for _, key, form in COLUMNS)
            lines.append(f"{name:<15}{who:<9}{cells}    {_aim(name, who, figures['cpu_ms'])}")
    lines.append("")
    for kind in ("few_followers", "many_followers"):
        figures = found["reply"][kind]
        said = "  ".join(f"{key} {value}" for key, value in figures.items())
        lines.append(f"reply, {kind.replace('_', ' ')}: {said}    aim: p50 12, p99 40")
    memory = found["memory"]
    lines.append(
        f"memory: {found['memory_mb']} MB for web and worker    aim: 180    (web {memory['web_rss_mb']}, worker "
        f"{memory['worker_rss_mb']} resident, shared pages in both; all processes {memory['all_pss_mb']} in shares)"
    )
    lines.append(f"start: {found['start_s']} s    aim: 3")
    visit = found["first_visit"]
    if visit is None:
        lines.append("first visit: not measured, for there is no Chromium here")
    else:
        lines.append(f"first visit: {visit['requests']} requests, {visit['bytes']:,} bytes    aim: 14, 160,000")
        lines += [f"  {size:>8,}  {name or '/'}" for name, size in sorted(visit["parts"].items(), key=lambda p: -p[1])]
    return "\n".join(lines)


def _aim(name: str, who: str, reached: float) -> str:
    aim = CPU_AIMS.get((name, who))
    return "" if aim is None else f"{aim} {'reached' if reached <= aim else 'missed'}"


def growth(found: dict[str, Any], small: dict[str, Any], scale: int) -> str:
    """How much dearer each page is with `scale` times the posts: by its ratio to the floor's own small run."""
    lines = ["", f"with {scale} times the topics and posts, CPU compared with the last run of the usual size:"]
    for name, readers in found["pages"].items():
        for who, figures in readers.items():
            usual = small["pages"].get(name, {}).get(who)
            if usual:
                lines.append(f"  {name:<15}{who:<9}{figures['cpu_ms'] / usual['cpu_ms']:>6.2f} times    aim: 1.3")
    return "\n".join(lines)
