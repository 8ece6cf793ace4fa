"""Data of the pair judge: pairs of sentences, whether they mean the same, and two cosines of each."""

from __future__ import annotations

from lessons.lab import pooling, sentences

# kind, one sentence, another one, whether both mean the same
PAIRS = (
    ("words", "How old are you?", "What is your age?", True),
    ("order", "The dog bites the man.", "The man bites the dog.", False),
    ("negation", "My card has arrived.", "My card has not arrived.", False),
    ("sense", "I opened an account at the bank.", "We had a picnic on the river bank.", False),
    ("words", "Can I get my money back?", "How do I request a refund?", True),
    ("order", "A flight from Rome to Paris", "A flight from Paris to Rome", False),
    ("negation", "You can cancel the order.", "You cannot cancel the order.", False),
    ("sense", "He is running a company.", "He is running a marathon.", False),
    ("words", "The boy fell off his bike.", "A child had an accident while cycling.", True),
    ("order", "The dog bit the man.", "The man was bitten by the dog.", True),
    ("negation", "The shop is always open.", "The shop is never closed.", True),
    ("sense", "The bat flew out of the cave.", "He swung the bat and hit the ball.", False),
    ("words", "It costs an arm and a leg.", "It is very expensive.", True),
    ("order", "Move money from savings to checking.", "Move money from checking to savings.", False),
    ("negation", "The payment went through.", "The payment failed.", False),
    ("words", "What is the capital of France?", "What is the capital of Germany?", False),
)


def judged() -> dict[str, object]:
    """Each pair with the cosine of its averaged word vectors and that of its sentence embeddings."""
    texts = [text for _, first, second, _ in PAIRS for text in (first, second)]
    averages, embedded = pooling.averaged_words(texts), sentences.embed(texts)
    return {
        "pairs": [
            {
                "kind": kind,
                "first": first,
                "second": second,
                "same": same,
                "average": round(float(averages[2 * place] @ averages[2 * place + 1]), 3),
                "model": round(float(embedded[2 * place] @ embedded[2 * place + 1]), 3),
            }
            for place, (kind, first, second, same) in enumerate(PAIRS)
        ]
    }


BUILDERS = {"embeddings/10-sentences/data/pair-judge.json": judged}
