#!/usr/bin/env python3
"""Makes files of Language/ from WordNet 3.0: the dictionary that guards spelling correction, the word relations and the
background sentences. Rerunning gives the same files.

Needs numpy, scipy and snowballstemmer 3.1 (`pip install numpy scipy snowballstemmer`), and WordNet's database files
(Debian: `apt-get install wordnet-base`). Language/README.md describes the formats.
"""
import argparse, functools, hashlib, itertools, os, re
from collections import Counter, defaultdict, namedtuple

os.environ["OPENBLAS_NUM_THREADS"] = "1"                 # sums in one order: the same table every time
import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import svds
import snowballstemmer

DIMS, STEMS, LEVELS, LEAST = 80, 20000, 31, 3            # of the relations table; LEAST entries a stem must be in

# Function words, left out of the relations and of background sentences' content: a list made by hand.
LANGUAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Language")
STOP = open(os.path.join(LANGUAGE, "stopwords.txt")).read().split()

# What WordNet 3.0 lacks: function words outside STOP and parts of contractions; words newer than it, as nouns or verbs.
MORE = """albeit amid amidst amongst aren couldn didn doesn dont gonna gotta hadn hasn isn mustn needn shouldn thats theres wanna wasn
weren whats whereupon whomever whos wont wouldn""".split()
NEW = """app audiobook blogger blogging coronavirus covid coworking crosscutting crowdfund crowdfunding crowdsource crowdsourcing
cyberbullying dataset ebook emoji facebook factchecking foodbank funder fundraise google hackathon hashtag homeschool inclusivity
influencer infographic instagram intersectoral ipad iphone jobseeker lgbt linkedin livestream login makerspace microfinance microsoft
multistakeholder neurodiverse nonbinary offline overfishing podcast policymaker policymaking powerpoint renewable reuse selfie skype
smartphone stakeholder startup storytelling taskforce tiktok toolkit tweet upcycle videoconference webcam webinar webpage whatsapp wifi
wikidata wikipedia youtube zoom""".split()

# Words kept in the relations table though rare in WordNet, whose texts are older than the web.
MODERN = """archivist bookseller bookshop braille brainstorm brochure councillor counsellor deforestation download flyer forum guideline
handout invoice itinerary laptop librarianship lobbyist logo midwife migrant multilingual ngo nongovernmental nonprofit online outreach
philanthropy photocopier photocopy scanner spreadsheet teamwork toolbox trainee upload website workforce workload""".split()

# No background sentence has a word of these stems: what a library's rule base may be about, and what nobody needs to read.
AVOID = """library book literature partner nation international union united world government minister policy law review read reader write
wrote written writer author novel story goal target aim indicator develop sustainable poverty poor health educate school college class
teach teacher student university lecture learn equal women girl climate environment ocean water peace foreign culture digital computer
science statistics translate language report publish publication newspaper press news letter message program project event meeting member
advocate campaign persuade promote committee council senator candidate vote elect politics fund budget grant celebrity football singer
sing music question ask answer community society social neighborhood city local service example speaker kill murder blood dead death die
war gun bomb nuclear weapon sex neck naked breast drunk drug slave white black muslim god hell race abuse torture victim disease abortion
attack terror assassin enemy soldier army crime criminal prison native country staff team associate association support collect colleague
benefit train skill politician data manuscript membership branch official department invite voice youth region access acid bullet
illness""".split()

Synset = namedtuple("Synset", "pos file words pointers texts")


def read_wordnet(folder):
    """All synsets by (part of speech, offset), in the order of the files; s (satellite adjective) counts as a."""
    synsets = {}
    for name in ("noun", "verb", "adj", "adv"):
        for line in itertools.islice(open(os.path.join(folder, "data." + name), encoding="ascii"), 29, None):    # after the licence
            data, _, gloss = line.partition(" | ")
            offset, file, pos, n, *f = data.split()
            pos, n = pos.replace("s", "a"), 2 * int(n, 16)
            words = [re.sub(r"\((a|p|ip)\)$", "", w).lower() for w in f[:n:2]]
            at = range(n + 1, n + 1 + 4 * int(f[n]), 4)
            pointers = [(f[i], (f[i + 2], f[i + 1]), int(f[i + 3][2:], 16)) for i in at]    # symbol, synset, word in it
            texts = [re.sub(r'"[^"]*"', " ", gloss)] + re.findall(r'"([^"]*)"', gloss)       # definition, examples
            synsets[pos, offset] = Synset(pos, int(file), words, pointers, texts)
    return synsets


def tag_counts(folder):
    """How often each lemma was seen in WordNet's tagged texts."""
    count = Counter()
    for key, _, n in map(str.split, open(os.path.join(folder, "cntlist.rev"))):
        count[key.split("%")[0]] += int(n)
    return count


def tokens(text):
    found = re.findall(r"[a-z0-9]+(?:['.][a-z0-9]+)*", text.replace("_", " ").lower())
    return [re.sub(r"'(s|d|m|t|re|ve|ll)$", "", t) for t in found]


stem = functools.cache(snowballstemmer.stemmer("english").stemWord)
STOP_STEMS, AVOID_STEMS = set(map(stem, STOP)), set(map(stem, AVOID))


def stems(text):
    return [stem(t) for t in tokens(text)]


BRITISH = "ise/ize isa/iza isi/izi yse/yze our/or tre/ter gue/g mme/m ence/ense ae/e oe/e grey/gray sc/sk ou/o"


def frequencies(synsets, tags):
    """Occurrences of each stem in glosses and examples, plus the tag counts."""
    count = Counter(x for s in synsets.values() for text in s.texts for x in stems(text))
    for lemma, n in tags.items():
        count.update({x: n for x in stems(lemma)})
    return count


def spellings(synsets, frequency):
    """Stem -> commoner stem of the same word in the other spelling, as organis -> organiz: both are members of one synset."""
    same = {}
    for s in synsets.values():
        for w in s.words:
            for british, american in (x.split("/") for x in BRITISH.split()):
                if "_" not in w and (other := w.replace(british, american)) in s.words and stem(w) != stem(other):
                    rare, common = sorted((stem(w), stem(other)), key=lambda x: (frequency[x], x))
                    same[rare] = common
    return {x: same.get(same.get(y, y), same.get(y, y)) for x, y in same.items()}


def entries(synsets, same):
    """Each synset's stems with weights: 5 its members, 3 members of its hypernyms, derivations and similar synsets, 1 its gloss."""
    for s in synsets.values():
        near = [synsets[key].words for symbol, key, _ in s.pointers if symbol in ("@", "@i", "&")]
        near += [[synsets[key].words[word - 1]] for symbol, key, word in s.pointers if symbol == "+"]
        weight = {}
        for w, texts in (1, s.texts), (3, sum(near, [])), (5, s.words):
            weight.update({same.get(x, x): w for text in texts for x in stems(text) if len(x) > 1 and x not in STOP_STEMS})
        yield weight


def counts(rows, modern):
    """The stems of LEAST entries or more and the modern ones, and how often each two share an entry, as weighed there."""
    found = Counter(x for r in rows for x in r)
    vocabulary = sorted(x for x, n in found.items() if n >= LEAST or x in modern)
    index = {x: i for i, x in enumerate(vocabulary)}
    rows = [sorted((index[x], w) for x, w in r.items() if x in index) for r in rows]
    value = [w / sum(w for _, w in r) ** 0.5 for r in rows for _, w in r]
    M = sp.csr_matrix((value, [i for r in rows for i, _ in r], np.cumsum([0] + [len(r) for r in rows])))
    C = (M.T @ M).tocsr()
    C.setdiag(0)
    C.eliminate_zeros()
    return vocabulary, C.tocoo()


def vectors(C):
    """U * sqrt(S) of the SVD (fixed start, each column's largest entry positive) of PPMI with context counts to the power 0.75."""
    row, context = np.asarray(C.sum(axis=1)).ravel(), np.asarray(C.sum(axis=0)).ravel() ** 0.75
    v = np.log(C.data / row[C.row] / (context / context.sum())[C.col])
    P = sp.csr_matrix((np.maximum(v, 0), (C.row, C.col)), shape=C.shape)
    P.eliminate_zeros()
    U, S, _ = svds(P, k=DIMS, v0=np.full(P.shape[0], P.shape[0] ** -0.5))
    U, S = U[:, np.argsort(-S)], -np.sort(-S)
    return U * np.sign(U[np.abs(U).argmax(axis=0), np.arange(DIMS)]) * np.sqrt(S)


def relations(synsets, tags):
    """Lines of relations.txt: the commonest stems and their vectors, each scaled so that its largest number is LEVELS."""
    frequency = frequencies(synsets, tags)
    same = spellings(synsets, frequency)
    modern = {same.get(stem(w), stem(w)) for w in MODERN}
    spelled = defaultdict(list)
    for x, y in same.items():
        spelled[y].append(x)
    vocabulary, C = counts(list(entries(synsets, same)), modern)
    V = vectors(C)
    use = [sum(frequency[x] for x in [y] + spelled[y]) for y in vocabulary]
    rank = sorted(range(len(vocabulary)), key=lambda i: (vocabulary[i] not in modern, -use[i], vocabulary[i]))
    lines = []
    for i in rank[:STEMS]:
        numbers = np.rint(V[i] * (LEVELS / np.abs(V[i]).max())).astype(int)
        lines += [x + " " + "".join(chr(79 + n) for n in numbers) for x in [vocabulary[i]] + spelled[vocabulary[i]]]
    return [f"# {len(lines)} {DIMS}"] + sorted(lines)


def inflections(word, pos, irregular=""):
    """Regular plural of a noun, forms of a verb, comparison of an adjective, but for those that `irregular` (its own forms) replaces."""
    y, e = re.search(r"[^aeiou]y$", word), word.endswith("e")
    base = word[:-1] + "i" if y else word[:-1] if e else word
    double = pos in "va" and not word.endswith("l")      # stopped, not stoped; but travelled or traveled
    if pos in "nv" and not re.search(r"(men|ldren|feet|geese|teeth|[lm]ice|ves) ", irregular):
        yield base + "es" if y or re.search(r"(s|x|z|ch|sh|[^aeiou]o)$", word) else word + "s"
        if word.endswith("o"):
            yield word + "s"
    if pos == "v" and not (double and re.search("(?<!ing) ", irregular)):
        yield base + "ed"
    if pos == "v" and not (double and "ing " in irregular):
        yield (word if not e or re.search(r"[eoy]e$", word) else word[:-1]) + "ing"
    if pos == "a" and len(word) <= 7 and not irregular:
        yield from (base + "er", base + "est")


def dictionary(folder, synsets, tags):
    """Every word of WordNet and its inflections; nouns for kinds of animal, plant, substance, body part and place only if in use."""
    found = Counter(t for s in synsets.values() for text in s.texts for t in tokens(text))
    words = set(STOP + MORE + NEW + MODERN) | {t for t, n in found.items() if n >= 2}
    words.update(form for w in NEW for pos in "nv" for form in inflections(w, pos))
    irregular = defaultdict(str)
    for name in ("noun", "verb", "adj", "adv"):
        for form, *lemmas in map(str.split, open(os.path.join(folder, name + ".exc"))):
            words.update([form] + lemmas)
            for lemma in lemmas:
                irregular[lemma, name[0]] += form + " "
    for s in synsets.values():
        words.update(s.words)
        for w in s.words:
            if found[w] or tags[w] or s.pos == "v" or s.pos == "n" and s.file not in (5, 8, 15, 20, 27):
                words.update(inflections(w, s.pos, irregular[w, s.pos]))
    return sorted(w for w in words if re.fullmatch("[a-z]{2,20}", w) and w != "publically")


def front_code(words):
    """Each word as one letter for how many letters it shares with the one before, and the rest of it."""
    shared = [len(os.path.commonprefix(pair)) for pair in zip([""] + words, words)]
    return ["# front-coded: a letter for the letters shared with the word before (a 0, b 1, ...), then the rest"] + [
        chr(97 + k) + w[k:] for k, w in zip(shared, words)]


def background(synsets, frequency, size=600):
    """Usage examples of 4-12 common words, taken in turn from each of WordNet's 45 files; no word in more than three of them."""
    files = {}
    for s in synsets.values():
        for text in s.texts[1:2]:
            content = set(stems(text)) - STOP_STEMS
            if (re.fullmatch(r"[A-Za-z][a-z]*(,? ([a-z]+|I))*[.!?]?", text) and 4 <= len(text.split()) <= 12 and len(content) >= 2
                    and not content & AVOID_STEMS and min(frequency[x] for x in content) >= 40):
                files.setdefault(s.file, {})[hashlib.sha256(text.encode()).hexdigest()] = text, content
    queues = [[d[k] for k in sorted(d)] for _, d in sorted(files.items())]
    used, chosen = Counter(), set()
    for q in itertools.cycle(queues):
        while q:
            text, content = q.pop()
            if max(used[x] for x in content) < 3 and text not in chosen:
                used.update(content)
                chosen.add(text)
                break
        if len(chosen) == size:
            return sorted(chosen)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--wordnet", default="/usr/share/wordnet")
    p.add_argument("--out", default=LANGUAGE)
    p.add_argument("parts", nargs="*", metavar="words|relations|background", help="all where none is named")
    a = p.parse_args()
    synsets, tags = read_wordnet(a.wordnet), tag_counts(a.wordnet)
    makers = dict(words=lambda: front_code(dictionary(a.wordnet, synsets, tags)), relations=lambda: relations(synsets, tags),
                  background=lambda: background(synsets, frequencies(synsets, tags)))
    for part in a.parts or makers:
        with open(os.path.join(a.out, part + ".txt"), "w", encoding="ascii", newline="\n") as f:
            f.writelines(line + "\n" for line in makers[part]())


if __name__ == "__main__":
    main()
