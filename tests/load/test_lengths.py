from __future__ import annotations

import pytest

from boardpack.load.lengths import MAX_LINE, MAX_PARAGRAPH, fold_text


@pytest.mark.parametrize("text", ["one two\n\nthree", "ab " * 40_000, "word\n" * 9_000])
def test_folding_leaves_every_letter_and_no_long_paragraph(text: str) -> None:
    folded = fold_text(text)
    assert folded.replace("\n", "") == text.replace("\n", "")
    assert max(map(len, folded.split("\n\n"))) <= MAX_PARAGRAPH + MAX_LINE
    assert max(map(len, folded.split("\n"))) <= MAX_LINE
