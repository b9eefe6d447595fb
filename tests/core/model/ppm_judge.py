"""Pearce's PPM C*I written a second time, by looking through all that was seen at every step.

Reads the alphabet's size, then a line a tune ("T" to learn from, "E" to judge by, with its symbols);
prints mean bits a note: long-term, long-term-plus, short-term, combined.
"""
import math
import sys
from collections import Counter

LONGEST = 16


def counts_after(seen, context):
    counts = Counter()
    k = len(context)
    for tune, end in seen:
        for i in range(k, end):
            if tune[i - k:i] == context:
                counts[tune[i]] += 1
    return counts


def predict(seen, past, alphabet):
    contexts = [counts_after(seen, [])]
    for k in range(1, min(LONGEST, len(past)) + 1):
        if len(contexts[-1]) == 1:
            break
        longer = counts_after(seen, past[-k:])
        if not longer:
            break
        contexts.append(longer)
    p = [0.0] * alphabet
    escape, higher = 1.0, {}
    for counts in reversed(contexts):
        s = sum(n for symbol, n in counts.items() if symbol not in higher)
        if s:
            w = s / (s + len(counts))
            for symbol, n in counts.items():
                p[symbol] += escape * w * n / s
            escape *= 1 - w
        higher = counts
    p = [x + escape / (alphabet + 1 - len(contexts[0])) for x in p]
    total = sum(p)
    return [x / total for x in p]


def combined(a, b):
    def weight(p):
        entropy = -sum(x * math.log2(x) for x in p if x > 0)
        return (entropy / math.log2(len(p))) ** -2
    wa, wb = weight(a), weight(b)
    return [(wa * x + wb * y) / (wa + wb) for x, y in zip(a, b)]


def main():
    alphabet = int(sys.stdin.readline())
    training, tunes = [], []
    for line in sys.stdin:
        kind, *symbols = line.split()
        (training if kind == "T" else tunes).append([int(s) for s in symbols])
    learned = [(t, len(t)) for t in training]
    bits, notes, done = [0.0] * 4, 0, []
    for tune in tunes:
        for i, symbol in enumerate(tune):
            past = tune[:i]
            ltm = predict(learned, past, alphabet)
            plus = predict(learned + done + [(tune, i)], past, alphabet)
            stm = predict([(tune, i)], past, alphabet)
            for j, p in enumerate((ltm, plus, stm, combined(plus, stm))):
                bits[j] -= math.log2(p[symbol])
            notes += 1
        done.append((tune, len(tune)))
    print(" ".join(f"{b / notes:.9f}" for b in bits))


main()
