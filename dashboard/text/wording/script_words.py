"""Give scripts their words: a page, or a file, carries them as JSON."""

from dashboard.text.catalogue import LANGUAGE, locale, patterns
from dashboard.text.sentence import words

_TERM = "glossary.term-"


def script_words(*kinds: str) -> dict[str, str]:
    """Return the words of some kinds of scripts by name: `theme-dark` and `theme-light` for `theme`.

    `locale` is what a browser knows the language by. `term-…` is what a word of the glossary means, for `page`.
    """
    ids = [id for id in patterns() if id.startswith(tuple(f"scripts.{kind}-" for kind in kinds))]
    said = {id.removeprefix("scripts."): words(id) for id in ids}
    terms = [id for id in patterns() if id.startswith(_TERM)] if "page" in kinds else []
    meanings = {id.removeprefix("glossary."): words(id) for id in terms}
    return {"locale": locale(LANGUAGE).replace("_", "-")} | said | meanings
