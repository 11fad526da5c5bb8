"""Names of works: the key under which a work is held, or a new one that no other work has."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator

from exoforge.record.therapy import Citation

UNNAMED = "unnamed"
"""The key of a citation that has none yet."""
_GREEK = str.maketrans({"α": "alpha", "β": "beta", "γ": "gamma", "κ": "kappa", "µ": "mu", "μ": "mu"})
_TAG = re.compile(r"<[^<>]*>")
_INITIALS = re.compile(r"\s+(?:[A-Z]{1,4}|(?:[A-Z]\.[ -]?)+)$")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Names:
    """The works that are known, by key; it remembers the new ones, so that a work has one key throughout an import."""

    def __init__(self, works: Iterable[Citation]) -> None:
        self._works: dict[str, Citation] = {}
        self._keys: dict[tuple[str, str], list[str]] = {}
        for work in works:
            self._remember(work)

    def __contains__(self, key: object) -> bool:
        return key in self._works

    def known(self) -> frozenset[str]:
        """The keys of all works that are known so far."""
        return frozenset(self._works)

    def work(self, key: str) -> Citation | None:
        """The work of a key, or None."""
        return self._works.get(key)

    def held_as(self, work: Citation) -> str:
        """The key of a known work with the same PMID, the same DOI, or the same title in about the same year; empty when there is none."""
        for mark in _marks(work):
            for key in () if self._is_shared(mark) else self._keys.get(mark, ()):
                if not self._contradict(work, self._works[key]):
                    return key
        return ""

    def _is_shared(self, mark: tuple[str, str]) -> bool:
        """Whether several works bear one PMID, as a reference list misprints it: then it names none of them."""
        return mark[0] == "pmid" and len(self._keys.get(mark, ())) > 1

    def _contradict(self, one: Citation, other: Citation) -> bool:
        """Whether two citations that share a mark cannot be one work: a reply has the title of what it replies to."""
        pmids = [work.pmid.strip() for work in (one, other)]
        if all(pmids) and not any(self._is_shared(("pmid", pmid)) for pmid in pmids):
            return pmids[0] != pmids[1]
        if one.doi and other.doi:
            return doi_of(one.doi) != doi_of(other.doi)
        return one.year is not None and other.year is not None and abs(one.year - other.year) > 1  # online first, print later

    def named(self, work: Citation) -> Citation:
        """The work under the key that it has already, under its own if that is free, or under a new one made of author and year."""
        key = self.held_as(work)
        if not key:
            wanted = work.key if work.key != UNNAMED else _stem(work)
            bare = [wanted] if f"{wanted}a" not in self._works else []  # beside li2018a and li2018b, a new one is li2018c
            key = next(one for one in itertools.chain(bare, _candidates(wanted)) if one not in self._works)
        named = work.model_copy(update={"key": key})
        self._remember(named)
        return named

    def _remember(self, work: Citation) -> None:
        self._works.setdefault(work.key, work)
        for mark in _marks(work):
            keys = self._keys.setdefault(mark, [])
            if work.key not in keys:
                keys.append(work.key)


def doi_of(text: str) -> str:
    """A DOI without the address before it, in lower case."""
    return re.sub(r"^(?:https?://)?(?:dx\.)?(?:doi\.org/|doi:\s*)", "", text.strip(), flags=re.IGNORECASE).casefold()


def folded_title(title: str) -> str:
    """The letters and digits of a title, without case, accents and tags."""
    plain = unicodedata.normalize("NFKD", _TAG.sub("", title).casefold().translate(_GREEK))
    return "".join(letter for letter in plain if letter.isalnum())


def _marks(work: Citation) -> list[tuple[str, str]]:
    """By what a work is recognised, the surest first."""
    told = {"pmid": work.pmid.strip(), "doi": doi_of(work.doi), "title": folded_title(work.title)}
    return [(kind, text) for kind, text in told.items() if text]


def _stem(work: Citation) -> str:
    """``li2018``: the first author's surname and the year; a word of the title where there is no author."""
    first = re.split(r"[;,&]| and | et al", work.authors, maxsplit=1)[0].strip()
    surname = _ascii(_INITIALS.sub("", first))
    word = next((_ascii(word) for word in work.title.split() if len(_ascii(word)) > 3), "")
    return f"{surname or word or 'work'}{work.year or ''}"


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_GREEK))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())


def _candidates(wanted: str) -> Iterator[str]:
    """``li2018a`` to ``li2018z``, then ``li2018aa`` and so on without end."""
    for length in itertools.count(1):
        yield from (wanted + "".join(letters) for letters in itertools.product(_LETTERS, repeat=length))
