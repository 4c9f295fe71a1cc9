"""Mathematics: LaTeX as it is typed between dollars, to MathML that browsers draw without a script."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from latex2mathml.converter import convert

MAX_FORMULA = 1_000
_XMLNS = ' xmlns="http://www.w3.org/1998/Math/MathML"'


@lru_cache(maxsize=2_048)
def mathml(latex: str, *, display: bool) -> str:
    """`<math>` for a formula, with what was typed as its `alttext`; a bad formula is shown as code."""
    latex = latex.strip()
    mark = "$$" if display else "$"
    as_code = f"<code>{escape(mark + latex + mark, quote=False)}</code>"
    if not latex or len(latex) > MAX_FORMULA:
        return as_code
    try:
        drawn = convert(latex, display="block" if display else "inline")
    except Exception:  # noqa: BLE001 - the converter raises many kinds, and IndexError for half of what is typed
        return as_code
    if not drawn.startswith("<math"):
        return as_code
    return drawn.replace(_XMLNS, "", 1).replace("<math", f'<math alttext="{escape(latex)}"', 1)
