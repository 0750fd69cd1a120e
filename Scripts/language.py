#!/usr/bin/env python3
"""Makes the files of Language/ from WordNet 3.0: the dictionary that guards spelling correction, the word relations,
the background sentences and the stop words. Rerunning gives the same files.

usage: language.py [--wordnet DIR] [--out DIR] [words|relations|background|stopwords ...]

Needs numpy, scipy and snowballstemmer (`pip install numpy scipy snowballstemmer`), and WordNet's database files
(Debian: `apt-get install wordnet-base`). Language/README.md describes the formats.
"""
import argparse, hashlib, os, re, unicodedata
from collections import Counter, namedtuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")       # also what makes the figures repeatable
import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import svds
import snowballstemmer

STOP = """a about above after again against all almost also am among an and another any anybody anyone anything are as at be because
been before being below between both but by can cannot could did do does doing done down during each either else etc even ever every
everybody everyone everything few for from further get gets got had has have having he her here hers herself him himself his how
however i if in into is it its itself just let like lot many may me might mine more most much must my myself neither no nobody none
nor not nothing now of off on once one only onto or other others otherwise ought our ours ourselves out over own per please quite
rather really same shall she should since so some somebody someone something still such than that the their theirs them themselves
then there therefore these they this those though through thus to together too toward towards under until unto up upon us very was
we were what whatever when whenever where wherever whether which whichever while who whoever whom whose why will with within
without would yet you your yours yourself yourselves""".split()

# Words that WordNet 3.0 lacks: parts of contractions, and words newer than it.
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
MISSPELT = """publically""".split()

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


stem = snowballstemmer.stemmer("english").stemWord
STOP_STEMS = {stem(w) for w in STOP}
_stems = {}


def stems(text):
    out = []
    for t in tokens(text):
        s = _stems.get(t)
        if s is None:
            s = _stems[t] = stem(t)
        out.append(s)
    return out


# ---- relations

def entries(synsets, hyper2=False, stop=True, sim=True):
    """Each synset's stems: its members, gloss and examples, and the members of its hypernyms, derivations and similar synsets."""
    for s in synsets.values():
        texts = s.words + [s.definition] + s.examples
        for symbol, key, word in s.pointers:
            if symbol in ("@", "@i", "&"):
                texts += synsets[key].words
                if hyper2 and symbol != "&":
                    for sy2, k2, _ in synsets[key].pointers:
                        if sy2 in ("@", "@i"):
                            texts += synsets[k2].words
            elif symbol == "+":
                texts.append(synsets[key].words[word - 1])
        yield {x for t in texts for x in stems(t) if not (stop and x in STOP_STEMS) and len(x) > 1}


def frequencies(synsets, tags):
    """Occurrences of each stem in glosses and examples, plus the tag counts."""
    count = Counter()
    for s in synsets.values():
        for t in [s.definition] + s.examples:
            count.update(stems(t))
    for lemma, n in tags.items():
        for x in stems(lemma):
            count[x] += n
    return count


def counts(rows, least=3):
    """Vocabulary (stems in at least `least` entries) and the sparse matrix of pair counts."""
    df = Counter(x for r in rows for x in r)
    vocab = sorted(x for x, n in df.items() if n >= least)
    index = {x: i for i, x in enumerate(vocab)}
    ind, ptr, val = [], [0], []
    for r in rows:
        k = sorted(index[x] for x in r if x in index)
        ind += k
        val += [max(1, len(k)) ** -0.5] * len(k)
        ptr.append(len(ind))
    M = sp.csr_matrix((val, ind, ptr), shape=(len(rows), len(vocab)))
    C = (M.T @ M).tocsr()
    C.setdiag(0)
    C.eliminate_zeros()
    return vocab, C


def ppmi(C, power=0.75, shift=1.0):
    total = C.sum()
    row = np.asarray(C.sum(axis=1)).ravel()
    ctx = np.asarray(C.sum(axis=0)).ravel() ** power
    ctx /= ctx.sum()
    C = C.tocoo()
    v = np.log(C.data / total) - np.log(row[C.row] / total) - np.log(ctx[C.col]) - np.log(shift)
    k = v > 0
    return sp.csr_matrix((v[k], (C.row[k], C.col[k])), shape=C.shape)


def svd(P, dims):
    """Truncated SVD with a fixed start vector; each column's largest entry is made positive."""
    U, S, _ = svds(P, k=dims, v0=np.ones(P.shape[0]) / P.shape[0] ** 0.5)
    o = np.argsort(-S)
    U, S = U[:, o], S[o]
    return U * np.sign(U[np.abs(U).argmax(axis=0), np.arange(dims)]), S


def unit(V):
    return V / np.maximum(np.linalg.norm(V, axis=1, keepdims=True), 1e-12)


def table(synsets, tags, stems_kept, dims):
    """The commonest stems and their unit vectors."""
    vocab, C = counts(list(entries(synsets)))
    U, S = svd(ppmi(C), dims)
    frequency = frequencies(synsets, tags)
    keep = sorted(sorted(range(len(vocab)), key=lambda i: (-frequency[vocab[i]], vocab[i]))[:stems_kept])
    return [vocab[i] for i in keep], unit(U[keep] * np.sqrt(S))


def quantise(V, top=46):
    """Whole numbers -top...top, each row scaled so that its largest is top (the reader scales rows to length 1 again)."""
    return np.rint(V * (top / np.abs(V).max(axis=1, keepdims=True))).astype(int)


def relations(out, synsets, tags, stems_kept=10000, dims=100):
    names, V = table(synsets, tags, stems_kept, dims)
    lines = [f"{x} {''.join(chr(79 + v) for v in row)}" for x, row in zip(names, quantise(V))]
    write(out, "relations.txt", [f"# {len(names)} {dims}"] + lines)


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
    words = set(STOP) | set(MORE) | {t for t, n in found.items() if n >= 2}
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
    return sorted(w for w in words if re.fullmatch("[a-z]{2,20}", w) and w not in MISSPELT)


def front_code(words):
    """Each word as one letter for how much it shares with the one before (a = 0, b = 1, ...) and the rest of it."""
    before, out = "", []
    for w in words:
        k = len(os.path.commonprefix([before, w]))
        out.append(chr(97 + k) + w[k:])
        before = w
    return out


# ---- background

# No background sentence has a word with one of these stems: what a librarian's rule base may be about, and what nobody needs to read.
AVOID = {stem(w) for w in """library librarian book catalog archive museum literature literacy partner partnership nation national
international union united global world government minister parliament policy law review reviewer read reader reading write wrote
written writing writer author novel story poem chapter dictionary goal target aim indicator develop development sustainable sustain
poverty poor hunger hungry health educate education school college class exam grade teach teacher student university lecture learn
gender equal equality women girl climate environment ocean water peace justice foreign culture heritage digital internet computer
science data statistics information knowledge translate language report publish publication newspaper journal press poster news
letter message media advertise program project event meeting member advocate campaign persuade promote committee council mayor
senator candidate vote elect election politics fund budget grant donate celebrity star athlete football singer sing music question
ask answer map evidence community society social neighborhood public city local service museum example guest speaker speak audience
kill murder rape blood dead death die war gun bomb nuclear weapon knife sex sperm mate neck naked breast behind drunk whiskey liquor
marijuana drug slave white black jew muslim christian god devil hell damn race savage fat abuse torture beat victim disease
cancer pus abortion attack assault terror terrorism assassin enemy soldier army crime criminal prison jail native tribe angel
impregnate ulcer pelvis leak contempt incompetent paralysis punish hunt suicide corpse illness""".split()}


def background(synsets, frequency, size=600):
    """Usage examples of 4-12 common words, taken in turn from each of WordNet's 45 files; no word in more than three of them."""
    files = {}
    for s in synsets.values():
        for text in s.examples[:1]:
            content = set(stems(text)) - STOP_STEMS
            if (re.fullmatch(r"[A-Za-z][a-z]*(,? ([a-z]+|I))*[.!?]?", text) and 4 <= len(text.split()) <= 12 and len(content) >= 2
                    and not content & AVOID and min(frequency[x] for x in content) >= 40):
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


def write(out, name, lines):
    with open(os.path.join(out, name), "w", encoding="ascii", newline="\n") as f:
        f.writelines(l + "\n" for l in lines)


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    p = argparse.ArgumentParser()
    p.add_argument("--wordnet", default="/usr/share/wordnet")
    p.add_argument("--out", default=os.path.join(here, "..", "Language"))
    p.add_argument("parts", nargs="*")
    a = p.parse_args()
    parts = a.parts or ["words", "relations", "background", "stopwords"]
    synsets, tags = read_wordnet(a.wordnet), tag_counts(a.wordnet)
    if "stopwords" in parts:
        write(a.out, "stopwords.txt", STOP)
    if "words" in parts:
        write(a.out, "words.txt", ["# front-coded: first letter = letters shared with the word before (a 0, b 1, ...)"] + front_code(dictionary(a.wordnet, synsets, tags)))
    if "background" in parts:
        write(a.out, "background.txt", background(synsets, frequencies(synsets, tags)))
    if "relations" in parts:
        relations(a.out, synsets, tags)


if __name__ == "__main__":
    main()
