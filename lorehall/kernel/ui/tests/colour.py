"""OKLCH to sRGB, and WCAG's contrast, for the walk over the hues."""

from __future__ import annotations

import math
import re
from pathlib import Path

CSS = Path(__file__).parent.parent / "static" / "css"
COLOUR = re.compile(r"oklch\(([\d.]+)%? ([\d.]+) (var\(--hue\)|[\d.]+)\)")
PAIR = re.compile(r"--([\w-]+): light-dark\((oklch\(.*?\)\)?), (oklch\(.*\))\);")
SINGLE = re.compile(r"--([\w-]+): (oklch\(.*\));")


def tokens() -> dict[str, tuple[str, str]]:
    """Each colour of tokens.css: its light and its dark form."""
    text = (CSS / "tokens.css").read_text()
    found = {name: (light, dark) for name, light, dark in PAIR.findall(text)}
    return found | {name: (value, value) for name, value in SINGLE.findall(text) if name not in found}


def rgb(colour: str, hue: float) -> tuple[float, float, float]:
    """Linear sRGB, clipped to what a screen can show."""
    match = COLOUR.search(colour)
    assert match, colour
    lightness, chroma = float(match[1]) / 100, float(match[2])
    angle = math.radians(hue if match[3].startswith("var") else float(match[3]))
    a, b = chroma * math.cos(angle), chroma * math.sin(angle)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    clip = [min(max(part, 0.0), 1.0) for part in (red, green, blue)]
    return clip[0], clip[1], clip[2]


def luminance(colour: str, hue: float) -> float:
    red, green, blue = rgb(colour, hue)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, hue: float) -> float:
    """WCAG's ratio, from 1 to 21."""
    first, second = luminance(one, hue), luminance(other, hue)
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
