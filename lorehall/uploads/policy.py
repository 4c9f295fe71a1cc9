"""Who may bring files into a community: who may write there. Who may see one is `content.policy`'s to say."""

from __future__ import annotations

from lorehall.communities.policy import writes_in
from lorehall.kernel.policy import Answerer, Permission, answers

TABLE: dict[Permission, Answerer] = {Permission.UPLOAD: writes_in}
answers(TABLE)
