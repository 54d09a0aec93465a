"""Write names as they stand inside a sentence, and at its start."""

from collections.abc import Sequence

from dashboard.text.catalogue import LANGUAGE, message


def state(name: str, language: str = LANGUAGE) -> str:
    """Return a state's name inside a sentence: `the United States`."""
    return _with_article(name, language) if name.startswith(("United ", "Soviet ")) else name


def origins(names: Sequence[str], language: str = LANGUAGE) -> str:
    """Return origins by name, as a list in a sentence; semicolons separate them if a name has a comma."""
    named = [_origin(name, language) for name in names]
    return "; ".join(named) if any("," in n for n in named) else row(named, language=language)


def row(names: Sequence[str], last: str = "and", language: str = LANGUAGE) -> str:
    """Return `a`, `a and b`, `a, b and c`; `last` may be `or`."""
    if len(names) < 2:
        return "".join(names)
    return message(f"numbers.row-{last}", language).format({"names": ", ".join(names[:-1]), "last": names[-1]})


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _origin(name: str, language: str) -> str:
    """Return an origin's name inside a sentence: `the Government of Iran`, `a security source speaking to Sky News`."""
    if name.startswith(("Government", "European ", "United ")):
        return _with_article(name, language)
    return f"{name[:1].lower()}{name[1:]}" if name.startswith(("A ", "The ")) else name


def _with_article(name: str, language: str) -> str:
    return message("numbers.with-article", language).format({"name": name})
