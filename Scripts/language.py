#!/usr/bin/env python3
"""Makes the files of Language/ from WordNet 3.0: the dictionary that guards spelling correction, the word relations,
the background sentences and the stop words. Rerunning gives the same files.

usage: language.py [--wordnet DIR] [--out DIR] [words] [relations] [background] [stopwords]     (none named: all)

Needs numpy, scipy and snowballstemmer 3.1 (`pip install numpy scipy snowballstemmer`), and WordNet's database files
(Debian: `apt-get install wordnet-base`). Language/README.md describes the formats.
"""
import argparse, functools, hashlib, os, re, unicodedata
from collections import Counter, namedtuple

os.environ["OPENBLAS_NUM_THREADS"] = "1"                 # sums in one order: the same table every time
import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import svds
import snowballstemmer

DIMS, STEMS, LEVELS, LEAST = 80, 20000, 31, 3            # of the relations table; LEAST entries a stem must be in

# Function words, not counted in the known share nor in the relations.
STOP = """a about above after again against all also am among an and another any anybody anyone anything are as at be because been before
being below between both but by can cannot could did do does doing done down during each either else even ever every everybody everyone
everything few for from get gets got had has have having he her here hers herself him himself his how however i if in into is it its
itself just many may me might mine more most much must my myself neither no nobody none nor not nothing now of off on once one only onto
or other others otherwise ought our ours ourselves out over own same shall she should since so some somebody someone something still such
than that the their theirs them themselves then there therefore these they this those though through to together too toward towards under
until unto up upon us very was we were what whatever when whenever where wherever whether which whichever while who whoever whom whose why
will with within without would yet you your yours yourself yourselves""".split()

# Words that WordNet 3.0 lacks: function words outside STOP, parts of contractions, and words newer than it.
MORE = """albeit amid amidst amongst app apps aren audiobook audiobooks blogger bloggers blogging cohort cohorts coronavirus couldn covid
coworking crosscutting crowdfund crowdfunded crowdfunding crowdsource crowdsourced crowdsourcing cyberbullying dataset datasets deepfake
didn doesn dont ebook ebooks emoji emojis facebook factchecking flyer flyers foodbank foodbanks funder funders fundraise gonna google
googled googling gotta greenhouse hackathon hackathons hadn hashtag hashtags hasn homeschool homeschooling inclusivity influencer
influencers infographic infographics instagram intersectoral ipad iphone isn jobseeker jobseekers lgbt linkedin livestream livestreamed
livestreaming login logins makerspace makerspaces microfinance microsoft multistakeholder mustn needn neurodiverse nonbinary offline
online outreach overfishing podcast podcasts policymaker policymakers policymaking powerpoint renewables reuse reused reusing selfie
selfies shouldn skype smartphone smartphones spreadsheet stakeholder stakeholders startup startups storytelling taskforce thats theres
tiktok toolkit toolkits tweet tweeted tweeting tweets upcycle upcycled upcycling videoconference videoconferencing vlog vlogs wanna wasn
webcam webcams webinar webinars webpage webpages weren whats whatsapp whereupon whomever whos wifi wikidata wikipedia wont wouldn youtube
zoom""".split()

# Words whose stems stay in the relations table however rare in WordNet: it was counted on texts of the 1960s to 1990s.
MODERN = """blog booksellers bookshop brainstorm brochure browser citizenship coalition communicate composting cooperation download
email empower forum guideline handbook handout homeless homework inclusive internet interview laptop librarian librarianship literacy
livelihood migrant newcomer newsletter ngo nongovernmental online outreach paperwork password playground printer questionnaire
recycle referral refugee renewable repository roster scanner seminar sponsor spokesperson spreadsheet stakeholder taxi teamwork
toolbox trainee trainer unemployed upgrade upload vaccine volunteer web website wheelchair workforce workload workplace workshop""".split()

# No background sentence has a word of these stems: what a library's rule base may be about, and what nobody needs to read.
AVOID = """library book literature partner nation international union united world government minister policy law review read reader write
wrote written writer author novel story poem chapter dictionary goal target aim indicator develop sustainable poverty poor health educate
school college class exam grade teach teacher student university lecture learn equal women girl climate environment ocean water peace
justice foreign culture digital computer science data statistics information knowledge translate language report publish publication
newspaper journal press news letter message advertise program project event meeting member advocate campaign persuade promote committee
council senator candidate vote elect politics fund budget grant celebrity star athlete football singer sing music question ask answer map
evidence community society social neighborhood city local service example guest speaker speak audience kill murder blood dead death die
war gun bomb nuclear weapon knife sex mate neck naked breast behind drunk whiskey liquor drug slave white black muslim god devil hell damn
race fat abuse torture beat victim disease cancer abortion attack terror assassin enemy soldier army crime criminal prison native tribe
angel impregnate ulcer contempt paralysis punish hunt corpse illness taught""".split()

Synset = namedtuple("Synset", "pos file words pointers definition examples")


def read_wordnet(folder):
    """All synsets by (pos, offset), in the order of the files; s (satellite adjective) counts as a."""
    synsets = {}
    for name in ("noun", "verb", "adj", "adv"):
        for line in open(os.path.join(folder, "data." + name), encoding="latin-1"):
            if line.startswith("  "):
                continue
            data, _, gloss = line.partition(" | ")
            f = data.split()
            n = int(f[3], 16)
            words = [re.sub(r"\((a|p|ip)\)$", "", f[4 + 2 * i]).lower() for i in range(n)]
            at, pointers = 5 + 2 * n, []
            for i in range(int(f[4 + 2 * n])):
                symbol, offset, pos, ends = f[at + 4 * i:at + 4 * i + 4]
                pointers.append((symbol, (pos, offset), int(ends[2:], 16)))
            examples = re.findall(r'"([^"]*)"', gloss)
            definition = re.sub(r'"[^"]*"', " ", gloss)
            synsets[f[2].replace("s", "a"), f[0]] = Synset(f[2].replace("s", "a"), int(f[1]), words, pointers, definition, examples)
    return synsets


def tag_counts(folder):
    """How often each lemma was seen in WordNet's tagged texts."""
    count = Counter()
    for line in open(os.path.join(folder, "cntlist.rev")):
        key, _, n = line.split()
        count[key.split("%")[0]] += int(n)
    return count


def tokens(text):
    text = unicodedata.normalize("NFKC", text.replace("_", " ")).lower()
    return [re.sub(r"'(s|d|m|t|re|ve|ll)$", "", t) for t in re.findall(r"[a-z0-9]+(?:['.][a-z0-9]+)*", text)]


stem = functools.cache(snowballstemmer.stemmer("english").stemWord)
STOP_STEMS, AVOID_STEMS = {stem(w) for w in STOP}, {stem(w) for w in AVOID}


def stems(text):
    return [stem(t) for t in tokens(text)]


# ---- relations

BRITISH = [("ise", "ize"), ("isa", "iza"), ("isi", "izi"), ("yse", "yze"), ("our", "or"), ("tre", "ter"), ("gue", "g"), ("mme", "m"),
           ("ence", "ense"), ("ae", "e"), ("oe", "e"), ("grey", "gray"), ("sc", "sk"), ("ou", "o")]


def frequencies(synsets, tags):
    """Occurrences of each stem in glosses and examples, plus the tag counts."""
    count = Counter(x for s in synsets.values() for text in [s.definition] + s.examples for x in stems(text))
    for lemma, n in tags.items():
        for x in stems(lemma):
            count[x] += n
    return count


def spellings(synsets, frequency):
    """Stem -> commoner stem of the same word in the other spelling, as organis -> organiz: both are members of one synset."""
    same = {}
    for s in synsets.values():
        for w in s.words:
            for british, american in BRITISH:
                if british in w and "_" not in w and w.replace(british, american) in s.words:
                    rare, common = sorted((stem(w), stem(w.replace(british, american))), key=lambda x: (frequency[x], x))
                    if rare != common:
                        same[rare] = common
    return {x: same.get(same.get(y, y), same.get(y, y)) for x, y in same.items()}


def entries(synsets, same):
    """Each synset's stems with weights: 5 its members, 3 members of its hypernyms, derivations and similar synsets, 1 its gloss."""
    for s in synsets.values():
        near = [synsets[key].words for symbol, key, _ in s.pointers if symbol in ("@", "@i", "&")]
        near += [[synsets[key].words[word - 1]] for symbol, key, word in s.pointers if symbol == "+"]
        weight = {}
        for w, texts in (1, [s.definition] + s.examples), (3, sum(near, [])), (5, s.words):
            for x in {x for text in texts for x in stems(text)} - STOP_STEMS:
                if len(x) > 1:
                    weight[same.get(x, x)] = w
        yield weight


def counts(rows):
    """The stems of LEAST entries or more, and how often each two share an entry: product of their weights by the entry's sum."""
    found = Counter(x for r in rows for x in r)
    vocabulary = sorted(x for x, n in found.items() if n >= LEAST)
    index = {x: i for i, x in enumerate(vocabulary)}
    column, start, value = [], [0], []
    for r in rows:
        known = sorted(index[x] for x in r if x in index)
        root = sum(r[vocabulary[i]] for i in known) ** 0.5
        column += known
        value += [r[vocabulary[i]] / root for i in known]
        start.append(len(column))
    M = sp.csr_matrix((value, column, start), shape=(len(rows), len(vocabulary)))
    C = (M.T @ M).tocsr()
    C.setdiag(0)
    C.eliminate_zeros()
    return vocabulary, C


def ppmi(C):
    """Positive pointwise mutual information, context counts to the power 0.75."""
    row, context = np.asarray(C.sum(axis=1)).ravel(), np.asarray(C.sum(axis=0)).ravel() ** 0.75
    C = C.tocoo()
    v = np.log(C.data / row[C.row] / (context / context.sum())[C.col])
    k = v > 0
    return sp.csr_matrix((v[k], (C.row[k], C.col[k])), shape=C.shape)


def vectors(P):
    """U * sqrt(S) of the truncated SVD: fixed start vector; each column's largest entry is made positive."""
    U, S, _ = svds(P, k=DIMS, v0=np.full(P.shape[0], P.shape[0] ** -0.5))
    order = np.argsort(-S)
    U = U[:, order]
    return U * np.sign(U[np.abs(U).argmax(axis=0), np.arange(DIMS)]) * np.sqrt(S[order])


def relations(synsets, tags):
    """Lines of relations.txt: the commonest stems and their vectors, each scaled so that its largest number is LEVELS."""
    frequency = frequencies(synsets, tags)
    same = spellings(synsets, frequency)
    others = {}
    for x, y in sorted(same.items()):
        others.setdefault(y, []).append(x)
    vocabulary, C = counts(list(entries(synsets, same)))
    V = vectors(ppmi(C))
    modern = {same.get(stem(w), stem(w)) for w in MODERN}
    rank = lambda i: (vocabulary[i] not in modern, -sum(frequency[x] for x in [vocabulary[i]] + others.get(vocabulary[i], [])), vocabulary[i])
    yield f"# {STEMS} {DIMS}"
    for i in sorted(sorted(range(len(vocabulary)), key=rank)[:STEMS]):
        numbers = np.rint(V[i] * (LEVELS / np.abs(V[i]).max())).astype(int)
        yield ",".join([vocabulary[i]] + others.get(vocabulary[i], [])) + " " + "".join(chr(79 + n) for n in numbers)


# ---- dictionary

def inflections(word, pos, irregular=""):
    """Regular plural of a noun, forms of a verb, comparison of an adjective, but for those that `irregular` (its own forms) replaces."""
    y, e = re.search(r"[^aeiou]y$", word), word.endswith("e")
    base = word[:-1] + "i" if y else word[:-1] if e else word
    double = pos in "va" and not word.endswith("l")      # stopped, not stoped; but travelled or traveled
    if pos in "nv" and not re.search(r"(men|ldren|feet|geese|teeth|[lm]ice|ves) ", irregular):
        yield base + "es" if y or re.search(r"(s|x|z|ch|sh|[^aeiou]o)$", word) else word + "s"
        if word.endswith("o"):
            yield word + "s"
    if pos == "v":
        if not (double and re.search("(?<!ing) ", irregular)):
            yield base + "ed"
        if not (double and "ing " in irregular):
            yield word + "ing" if not e or re.search(r"[eoy]e$", word) else word[:-1] + "ing"
    if pos == "a" and len(word) <= 7 and not irregular:
        yield base + "er"
        yield base + "est"


def dictionary(folder, synsets, tags):
    """Every word of WordNet and its inflections; nouns for kinds of animal, plant, substance, body part and place only if in use."""
    found = Counter(t for s in synsets.values() for text in [s.definition] + s.examples for t in tokens(text))
    words = set(STOP) | set(MORE) | set(MODERN) | {t for t, n in found.items() if n >= 2}
    irregular = {}
    for name, pos in (("noun", "n"), ("verb", "v"), ("adj", "a"), ("adv", "r")):
        for line in open(os.path.join(folder, name + ".exc")):
            form, *lemmas = line.split()
            words.update([form] + lemmas)
            for lemma in lemmas:
                irregular[lemma, pos] = irregular.get((lemma, pos), "") + form + " "
    for s in synsets.values():
        words.update(s.words)
        for w in s.words:
            if found[w] or tags[w] or s.pos == "v" or s.pos == "n" and s.file not in (5, 8, 15, 20, 27):
                words.update(inflections(w, s.pos, irregular.get((w, s.pos), "")))
    return sorted(w for w in words if re.fullmatch("[a-z]{2,20}", w) and w != "publically")


def front_code(words):
    """Each word as one letter for how many letters it shares with the one before (a = 0, b = 1, ...), and the rest of it."""
    return [chr(97 + (k := len(os.path.commonprefix([a, b])))) + b[k:] for a, b in zip([""] + words, words)]


# ---- background

def background(synsets, frequency, size=600):
    """Usage examples of 4-12 common words, taken in turn from each of WordNet's 45 files; no word in more than three of them."""
    files = {}
    for s in synsets.values():
        for text in s.examples[:1]:
            content = set(stems(text)) - STOP_STEMS
            if (re.fullmatch(r"[A-Za-z][a-z]*(,? ([a-z]+|I))*[.!?]?", text) and 4 <= len(text.split()) <= 12 and len(content) >= 2
                    and not content & AVOID_STEMS and min(frequency[x] for x in content) >= 40):
                files.setdefault(s.file, {})[hashlib.sha256(text.encode()).hexdigest()] = text, content
    queues = [[d[k] for k in sorted(d, reverse=True)] for _, d in sorted(files.items())]
    used, chosen = Counter(), set()
    while len(chosen) < size:
        for q in queues:
            while q and len(chosen) < size:
                text, content = q.pop()
                if max(used[x] for x in content) < 3 and text not in chosen:
                    used.update(content)
                    chosen.add(text)
                    break
    return sorted(chosen)


def main():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("--wordnet", default="/usr/share/wordnet")
    p.add_argument("--out", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Language"))
    p.add_argument("parts", nargs="*")
    a = p.parse_args()
    synsets, tags = read_wordnet(a.wordnet), tag_counts(a.wordnet)
    makers = {
        "stopwords": lambda: STOP,
        "words": lambda: ["# front-coded: a letter for the letters shared with the word before (a 0, b 1, ...), then the rest"]
        + front_code(dictionary(a.wordnet, synsets, tags)),
        "background": lambda: background(synsets, frequencies(synsets, tags)),
        "relations": lambda: relations(synsets, tags),
    }
    for part in a.parts or makers:
        with open(os.path.join(a.out, part + ".txt"), "w", encoding="ascii", newline="\n") as f:
            f.writelines(line + "\n" for line in makers[part]())


if __name__ == "__main__":
    main()
