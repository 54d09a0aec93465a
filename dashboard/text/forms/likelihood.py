"""Say a probability in the words of a published scale.

The scale is that of the IPCC: Mastrandrea et al. (2010), Guidance Note for Lead Authors of the IPCC Fifth Assessment
Report on Consistent Treatment of Uncertainties, table 1. Its ranges overlap; the narrowest that holds is said.
"""

from dashboard.text.forms.arguments import Choice

# Least probability → word, for what is more likely than not; the other half mirrors it.
_AT_LEAST = ((0.99, "virtually_certain"), (0.9, "very_likely"), (0.66, "likely"))
_AT_MOST = ((0.01, "exceptionally_unlikely"), (0.1, "very_unlikely"), (0.33, "unlikely"))


def likelihood(p: float) -> Choice:
    """Return the word for a probability, as a branch of messages."""
    for least, word in _AT_LEAST:
        if p >= least:
            return Choice(word)
    for most, word in _AT_MOST:
        if p <= most:
            return Choice(word)
    return Choice("even")
