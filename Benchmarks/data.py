"""Rules and questions of invented words, to measure speed with: `rules(size)` and `questions(...)`.

Every rule has four telling words; each of its five phrasings has two or three of them among words that everybody uses. A
question is a phrasing with up to two words dropped and up to three added; one in twenty is made of common words alone, half of
them with one telling word, and no rule answers it. Invented words have neither stems nor synonyms, so this measures speed, and that
the right rule is found; how well questions are understood is measured on real ones (`refdesk evaluate`).
"""
import json, random

SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]


def words(count=20_000):
    rng, found = random.Random(1), {}
    while len(found) < count:
        syllables = 1 + (len(found) > 50) + (len(found) > 3000)
        found["".join(rng.choice(SYLLABLES) for _ in range(syllables)) + rng.choice("klmnrst")] = None
    return list(found)


class Language:
    def __init__(self):
        self.words = words()
        self.weights, total = [], 0.0
        for rank in range(len(self.words)):
            total += 1 / (rank + 2)
            self.weights.append(total)

    def common(self, rng):
        return rng.choices(self.words, cum_weights=self.weights)[0]

    def telling(self, rng):
        return self.words[rng.randrange(150, len(self.words))]


def rules(language, size):
    rng = random.Random(size)
    for number in range(size):
        telling = [language.telling(rng) for _ in range(4)]
        phrasings = []
        for _ in range(5):
            phrasing = rng.sample(telling, rng.choice((2, 3, 3)))
            phrasing += [language.common(rng) for _ in range(rng.randint(2, 6))]
            rng.shuffle(phrasing)
            phrasings.append(" ".join(phrasing))
        yield {"id": f"r{number}", "examples": phrasings}


def questions(language, rules, count):
    """Questions with the id of the rule that answers, or "-"."""
    rng = random.Random(len(rules))
    for _ in range(count):
        if rng.random() < 0.05:
            asked = [language.words[rng.randrange(150)] for _ in range(rng.randint(4, 8))]
            if rng.random() < 0.5:
                asked[rng.randrange(len(asked))] = language.telling(rng)
            yield " ".join(asked), "-"
            continue
        rule = rng.choice(rules)
        asked = rng.choice(rule["examples"]).split()
        for _ in range(rng.choice((0, 0, 1, 1, 2))):
            if len(asked) > 3:
                asked.pop(rng.randrange(len(asked)))
        for _ in range(rng.choice((0, 1, 1, 2, 3))):
            asked.insert(rng.randint(0, len(asked)), language.common(rng))
        yield " ".join(asked), rule["id"]


def slip(question, rng):
    """The question with one letter wrong in one of its longer words."""
    asked = question.split()
    places = [i for i, word in enumerate(asked) if len(word) >= 4]
    if not places:
        return question
    i = rng.choice(places)
    word, at = asked[i], rng.randrange(len(asked[i]) - 1)
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    asked[i] = rng.choice((
        word[:at] + word[at + 1:], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1:],
        word[:at] + word[at + 1] + word[at] + word[at + 2:]))
    return " ".join(asked)


def write(folder, size, count):
    """Writes rules.jsonl, questions.txt, slips.txt and expected.txt; an existing set is kept."""
    if (folder / "expected.txt").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    language = Language()
    all_rules = list(rules(language, size))
    (folder / "rules.jsonl").write_text("".join(json.dumps(rule) + "\n" for rule in all_rules))
    asked = list(questions(language, all_rules, count))
    rng = random.Random(7)
    (folder / "questions.txt").write_text("".join(q + "\n" for q, _ in asked))
    (folder / "slips.txt").write_text("".join(slip(q, rng) + "\n" for q, _ in asked))
    (folder / "expected.txt").write_text("".join(answer + "\n" for _, answer in asked))
