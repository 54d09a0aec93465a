"""Give scripts their words: a page, or a file, carries them as JSON."""

from dashboard.text.catalogue import LANGUAGE, locale, patterns
from dashboard.text.sentence import words


def script_words(*kinds: str) -> dict[str, str]:
    """Return the words of some kinds of scripts by name: `theme-dark` and `theme-light` for `theme`.

    `locale` is what a browser knows the language by.
    """
    ids = [id for id in patterns() if id.startswith(tuple(f"scripts.{kind}-" for kind in kinds))]
    return {"locale": locale(LANGUAGE).replace("_", "-")} | {id.removeprefix("scripts."): words(id) for id in ids}
