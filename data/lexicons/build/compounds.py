#!/usr/bin/env python3
"""Builds the lexicon that German compounds are split with; see ../compounds.md for sources and licences.

usage: compounds.py OUT.tsv

Writes `form TAB value` lines, sorted by bytes, for `cargo run --example pack_lexicon`. Forms are lower case with
umlauts and ß spelled out (ae, oe, ue, ss). A value packs what a form costs as a modifier and as a head (see `value`), learned
without any split compound to learn from: every noun of the lexicon is split as well as the current costs can, the parts
are counted, and the counts give the next costs (hard expectation maximisation, PASSES times).
"""
import collections, csv, gzip, importlib.util, json, math, pathlib, sys

PASSES = 3

# Scores are natural logarithms of probabilities. The splitter, src/german/compound/mod.rs, has the first two as costs.
BONUS = 9.0            # a boundary
WHOLE = -20.0          # a word that stands whole and is not known
STEP = 1 / 8           # one unit of cost in the packed value
KNOWN_OTHER = 5.0      # a whole word that is no noun and has OTHER_ZIPF (überhaupt, amerikanische)
OTHER_ZIPF = 3.0
KNOWN_VERB = 5.0       # a whole word that is a verb or made from one as a whole (übernehmen, Festlegung)
PER_ZIPF = 4.0         # a whole word, per Zipf value above WHOLE_ZIPF
WHOLE_ZIPF = 2.0
PART_PER_ZIPF = 1.0    # a part, per Zipf value above PART_ZIPF, from LONG_PART letters on: frequent words stand whole
PART_ZIPF = 3.7
LONG_PART = 6
SHORT = {3: 2.5, 4: 0.3}  # off a short part, by letters
INFLECTED = 0.7        # off a head that is not the dictionary form
DERIVED = 1.0          # off a head that is derived by rule
PARTICLE = 9.0         # off a modifier that is far more often a verb's prefix
LINKS = {'': 0.0, 'plural': 0.3, 's': 0.3, 'es': 0.6, 'n': 0.6, 'en': 0.8, 'ens': 1.2, '-e': 0.7, '-e+s': 3.0,
         'verb': 0.5, 'verb+e': 1.0, 'other': 0.7, 'given': 0.0, 'name': 2.5}
STRIPPED = {'s': 1, 'es': 2, 'n': 1, 'en': 2, 'ens': 3, '-e+s': 1}  # letters of the link at the end of the form

# Prefixes, suffixes and fragments that some word list holds as words; they are parts of no compound.
NO_PART = set('''
ver ent ein aus auf ab an be er ge zer un um zu bei her hin dar los da so mal ur in im am es du der die das den dem des und
ung heit keit schaft tum chen lein nis ling sal sam bar isch lich ig ei ier eur ist ismus ion tion tionen ität täten
ler ner ter ber ger ker mer rer ser per fer gen sen ten men ren nen ele ern ens est ste sten ende end erei elei eri erin
innen rei lei lung rung nung tung dung gung kung sung zung bung mung age ale ane ant anz ase ate ati bel ben bis cal can
cher dan dia dis dom dur ehe ana and ari arn asi ata ere ers ese eta etz ral ren res ria rie rin ros tel tes thal tic tin
tra tri uni uns kon pro pre par pan pen pos prä re sub syn sym epi exo iso'''.split())
NO_MODIFIER = set('''
promin red ins wider kombi saudi spa gemein bitt trans inter even tun rations trip kan poli kata para alle deuts russ
öster spani itali gem ges abs ans ank anl kar beg aufm ums vers verf for geni magi sic lak komm stag rota prokura sec
sozia isa drill sitt por mai majo maj gin biol theo trak tar tap mat kast parz pal palis fron geb gel abl abg aufs bes
bew erw erl erk ents vert verl vors vorg zus zusch üb sard industri wiede kom kol eil ferm ferti pat pad pri ref reg
rel rep ret rev sem sens sir sol str sup tas tat val var vis vit ali api all schi tranc gest wohl tran dreis sch ions
gene lungs acht mach schl halts verb marsch lun non alls wes wer ware hab sei seh wol lass mus muss dürf kenn gib nimm
genes erst erste'''.split())
NO_HEAD = set('''
bien pole polen nische nischen same sames ische ischen isches ischer eren ing tuell rations ster elle ellen loge logen
ade aden arsch ration sonette erl ich ach amin ehren tieren eilen isten istin itis ite iten itt ikel ionen ation
ationen at aten ator euren or oren enz enzen anten ante ette etten ine inen agen agogik ment mente ik iker ismen iere
ieren zept zess ender eins mus hier schi'''.split())
SHORT_WORDS = {'öl', 'ei', 'tv'}
PREFIX_MODIFIERS = {'end'}
PARTICLES = set('vor nach über unter mit wieder fort rück hinter durch zurück zusammen voraus weg'.split())
GIVEN = '''haupt lieblings sonder mindest höchst ober unter mittel aussen innen gesamt einzel spitzen riesen vize ex anti mini super
öko bio euro agrar psycho multi elektro foto video auto radio hydro thermo geo neo rück fern nicht zwischen neben gegen
vor nach über sozial sexual kriminal kommunal regional national international zentral spezial doppel vorder hinter sommer
winter nord süd ost west'''.split()
BOUND_HEADS = {'nahme': 'nahmen', 'gebung': 'gebungen', 'geber': 'gebern', 'gänger': 'gängern', 'nehmer': 'nehmern',
               'ligist': 'ligisten', 'macher': 'machern', 'träger': 'trägern'}
VERBAL_ENDINGS = ('ung', 'ungen', 'er', 'ern', 'ers', 'erin', 'erinnen', 'ens', 'end', 'ende', 'enden', 'ender')
VERBAL_NOUNS = [(noun + ending, verb) for noun, verb in (
    ('nahme', 'nehmen'), ('gabe', 'geben'), ('stand', 'stehen'), ('gang', 'gehen'), ('zug', 'ziehen'), ('fall', 'fallen'),
    ('schluss', 'schliessen'), ('lage', 'legen'), ('lage', 'liegen'), ('wurf', 'werfen'), ('schlag', 'schlagen'), ('bruch', 'brechen'),
    ('sprache', 'sprechen'), ('fahrt', 'fahren'), ('flug', 'fliegen'), ('griff', 'greifen'), ('schnitt', 'schneiden'),
    ('bau', 'bauen'), ('kauf', 'kaufen'), ('ruf', 'rufen'), ('blick', 'blicken'), ('tritt', 'treten'), ('trag', 'tragen'),
    ('lass', 'lassen'), ('lauf', 'laufen'), ('stoss', 'stossen'), ('kehr', 'kehren'), ('kunft', 'kommen'), ('satz', 'setzen'),
    ('druck', 'drücken'), ('sicht', 'sehen'), ('schau', 'schauen'), ('schrift', 'schreiben'), ('haltung', 'halten'),
    ('wahl', 'wählen'), ('hilfe', 'helfen'), ('bindung', 'binden')) for ending in ('', 's', 'es', 'e', 'en', 'n')]
NAME_ENDINGS = ('', 's', 'er', 'ern', 'ers')
CALENDAR = '''montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar märz april juni juli august
september oktober november dezember'''.split()


def package(name):
    return pathlib.Path(importlib.util.find_spec(name).submodule_search_locations[0])


def lower(word):
    return word.lower().replace('ß', 'ss')


class Words:
    """What the sources know about words, in lower case."""

    def __init__(self):
        self.frequency = frequencies()
        self.names, self.plurals, self.forms = set(CALENDAR), {}, {}
        self.read_nouns()
        lemmas = json.load(gzip.open(package('spacy_lookups_data') / 'data' / 'de_lemma_lookup.json.gz'))
        self.bases = {lower(k): lower(v) for k, v in lemmas.items()}
        self.verbs = {lower(v) for k, v in lemmas.items() if v[:1].islower() and v.endswith('n') and k != v and k.islower()}
        self.read_lemma_nouns(lemmas)
        self.nouns_of = collections.defaultdict(set)
        for lemma, forms in self.forms.items():
            for form in forms:
                self.nouns_of[form].add(lemma)
        self.derived = self.derive()
        for form, lemma in self.derived.items():
            self.nouns_of[form].add(lemma)

    def freq(self, word):
        return self.frequency.get(word, 0.0)

    def zipf(self, word):
        f = self.freq(word)
        return math.log10(f * 1e9) if f > 0 else 0.0

    def read_nouns(self):
        kinds_left_out = {'Wortverbindung', 'Abkürzung', 'Buchstabe', 'Suffix', 'Gebundenes Lexem'}
        kinds_of_names = {'Toponym', 'Vorname', 'Nachname', 'Eigenname', 'Straßenname'}
        for row in csv.DictReader(open(package('german_nouns') / 'nouns.csv', encoding='utf-8')):
            kinds, lemma = set(row['pos'].split(',')), row['lemma']
            if kinds & kinds_left_out or not lemma.isalpha() or not lemma[0].isupper() or lemma.isupper():
                continue
            if kinds & kinds_of_names:
                self.names.add(lower(lemma))
                continue
            cells = [(k, lower(v)) for k, v in row.items() if v and v.isalpha()]
            cases = ('nominativ', 'genitiv', 'dativ', 'akkusativ')
            forms = self.forms.setdefault(lower(lemma), {lower(lemma)})
            forms.update(v for k, v in cells if k.startswith(cases))
            self.plurals.setdefault(lower(lemma), set()).update(v for k, v in cells if k.startswith('nominativ plural'))

    def read_lemma_nouns(self, lemmas):
        for form, lemma in lemmas.items():
            is_noun = form[0].isupper() and lemma[:1].isupper() and form.isalpha() and lemma.isalpha()
            if is_noun and not lemma.isupper() and len(lemma) > 2 and lower(lemma) not in self.names:
                self.forms.setdefault(lower(lemma), set()).update((lower(form), lower(lemma)))
                self.plurals.setdefault(lower(lemma), set())

    def is_verbal(self, word):
        """True for forms of verbs and for nouns made from a verb as a whole (Festlegung, Teilnahme)."""
        if self.bases.get(word, word) in self.verbs:
            return True
        if any(word.endswith(e) and word[:-len(e)] + i in self.verbs for e in VERBAL_ENDINGS for i in ('en', 'n')):
            return True
        return any(word.endswith(noun) and word[:-len(noun)] + verb in self.verbs for noun, verb in VERBAL_NOUNS)

    def derive(self):
        """Nouns made from verbs (-er, -erin, -ung, infinitive) and heads that only stand in compounds."""
        derived = {}
        for verb in sorted(self.verbs):
            if len(verb) < 5 or self.freq(verb) < 3e-7:
                continue
            stem = verb[:-2] if verb.endswith('en') else verb[:-1]
            for lemma, endings in ((verb, ('', 's')), (stem + 'er', ('', 'n', 's')), (stem + 'ung', ('', 'en')),
                                   (stem + 'erin', ('', 'nen'))):
                known = lemma in self.nouns_of or lemma in self.names
                if not known and (lemma == verb or self.freq(lemma) or len(lemma) <= 10):
                    for ending in endings:
                        derived.setdefault(lemma + ending, lemma)
        for lemma, plural in BOUND_HEADS.items():
            for form in (lemma, plural, lemma + 's'):
                derived.setdefault(form, lemma)
        return derived


def frequencies():
    import wordfreq
    return dict(wordfreq.get_frequency_dict('de', wordlist='large'))


def may_be_part(word):
    return (len(word) >= 3 or word in SHORT_WORDS) and word not in NO_PART


def modifiers(words):
    """Every form that may stand before a boundary: form -> (its word, its link)."""
    found = {}

    def add(form, base, link):
        fits = all((may_be_part(w) or w in PREFIX_MODIFIERS) for w in (form, base))
        if fits and form not in found and form not in NO_MODIFIER and (words.freq(base) or words.freq(form)):
            found[form] = (base, link)

    nouns = sorted(words.plurals, key=lambda noun: (-words.freq(noun), noun))
    for noun in nouns:
        add(noun, noun, '')
    for noun in nouns:
        for plural in sorted(words.plurals[noun]):
            add(plural, noun, 'plural')
    for noun in nouns:
        for link in ('s', 'es', 'n', 'en', 'ens'):
            add(noun + link, noun, link)
        if noun.endswith('e') and len(noun) > 3:
            add(noun[:-1], noun, '-e')
            add(noun[:-1] + 's', noun, '-e+s')
    for verb in sorted(words.verbs, key=lambda verb: (-words.freq(verb), verb)):
        if len(verb) <= 4 or words.freq(verb) < 1e-6:
            continue
        if not verb.endswith('en'):
            add(verb[:-1], verb, 'verb')
            continue
        stem = verb[:-2]
        add(stem, verb, 'verb')
        add(stem + 'e', verb, 'verb+e')
        if stem.endswith('n') and stem[-2] not in 'aeiouäöünr':
            add(stem[:-1] + 'en', verb, 'verb')
    for word, freq in sorted(words.frequency.items(), key=lambda item: (-item[1], item[0])):
        is_base = words.bases.get(word, word) == word
        if freq >= 2e-6 and word.isalpha() and len(word) >= 3 and word not in words.nouns_of and is_base:
            add(word, word, 'other')
    for word in GIVEN:
        found.setdefault(word, (word, 'given'))
    for name in sorted(words.names):
        if len(name) >= 4 and words.freq(name) > 1e-6:
            add(name, name, 'name')
    return found


def heads(words):
    """Every form that may stand last: form -> its word."""
    found = {}
    for form, lemmas in words.nouns_of.items():
        lemmas = [l for l in lemmas if may_be_part(l) and l not in NO_HEAD]
        if lemmas and may_be_part(form) and form not in NO_HEAD:
            found[form] = max(lemmas, key=lambda l: (l == form, words.freq(l), l))
    return found


class Model:
    """Scores of modifiers and heads for given counts."""

    def __init__(self, words, mods, heads, mod_counts, head_counts):
        self.words = words
        mod_total, head_total = math.log(sum(mod_counts.values())), math.log(sum(head_counts.values()))

        def seen(count, form, base):
            """The count, and something for what was never counted but is a frequent word."""
            return math.log(count + 0.1 + 0.5 * min(2, math.sqrt(2e5 * words.freq(form) + 1e5 * words.freq(base)) / 3))

        def off(form, base):
            often = max(0.0, words.zipf(base) - PART_ZIPF) if len(base) >= LONG_PART else 0.0
            return SHORT.get(len(form), 0.0) - PART_PER_ZIPF * often

        self.mods = {f: seen(mod_counts.get(f, 0), f, b) - mod_total - LINKS[link] - off(f, b) - PARTICLE * (f in PARTICLES)
                     for f, (b, link) in mods.items()}
        self.heads = {f: seen(head_counts.get(l, 0), f, l) - head_total - INFLECTED * (f != l) - off(f, l)
                      - DERIVED * (f in words.derived) for f, l in heads.items()}

    def best_split(self, word):
        """The best split as its boundaries, and its score."""
        n = len(word)
        best = [None] * (n + 1)
        best[0] = (0.0, ())
        path, score = (), -math.inf
        for i in range(n - 2):
            if best[i] is None:
                continue
            so_far, cuts = best[i]
            for j in range(i + 2, n - 1):
                part = self.mods.get(word[i:j])
                if part is not None and (best[j] is None or so_far + part + BONUS > best[j][0]):
                    best[j] = (so_far + part + BONUS, cuts + (j,))
            head = self.heads.get(word[i:]) if i else None
            if head is not None and so_far + head > score:
                path, score = cuts, so_far + head
        return path, score

    def whole(self, word):
        """The score of leaving a word whole."""
        words = self.words
        if any(word.endswith(ending) and word[:len(word) - len(ending)] in words.names for ending in NAME_ENDINGS):
            return math.inf
        is_other = word not in words.nouns_of and words.zipf(word) >= OTHER_ZIPF
        known = KNOWN_OTHER * is_other + KNOWN_VERB * words.is_verbal(word)
        return WHOLE + PER_ZIPF * max(0.0, words.zipf(word) - WHOLE_ZIPF) + known


def learn(words, mods, heads):
    """Counts parts in the nouns of the lexicon, PASSES times."""
    mod_counts = {f: 1 + math.sqrt(1e8 * max(words.freq(f), words.freq(b) / 2)) for f, (b, _) in mods.items()}
    head_counts = {l: 1 + math.sqrt(1e8 * words.freq(l)) for l in set(heads.values())}
    types = sorted(noun for noun in words.plurals if len(noun) >= 6)
    for turn in range(PASSES):
        model = Model(words, mods, heads, mod_counts, head_counts)
        mod_counts, head_counts = collections.Counter(), collections.Counter()
        for word in types:
            cuts, score = model.best_split(word)
            if not cuts or score <= model.whole(word):
                continue
            for start, end in zip((0,) + cuts, cuts):
                mod_counts[word[start:end]] += 1
            head_counts[heads[word[cuts[-1]:]]] += 1
        print(f'pass {turn + 1}: {len(mod_counts)} modifiers, {len(head_counts)} heads', file=sys.stderr)
    return Model(words, mods, heads, mod_counts, head_counts)


def spelled_out(word):
    return word.replace('ä', 'ae').replace('ö', 'oe').replace('ü', 'ue').replace('ß', 'ss')


NONE = 127


def cost(score):
    return min(NONE - 1, max(0, round(-score / STEP))) if score is not None else NONE


def value(model, mods, form, whole):
    """Bits: 0-6 cost as head, 7-13 cost as modifier, 14-15 letters of its link, 16 set when the word stays whole."""
    link = STRIPPED.get(mods[form][1], 0) if form in model.mods else 0
    return cost(model.heads.get(form)) | cost(model.mods.get(form)) << 7 | link << 14 | whole << 16


def worth_keeping(score):
    """A part at the upper end of costs cannot win against the whole word."""
    return score is not None and score > -14.5


def main(out):
    words = Words()
    mods, tails = modifiers(words), heads(words)
    model = learn(words, mods, tails)
    # `ueber` is no word of its own but a way of typing `über`.
    typed = {spelled_out(w) for w in set(words.frequency) | set(mods) | set(tails) if w != spelled_out(w)}
    model.mods = {f: s for f, s in model.mods.items() if worth_keeping(s) and f not in typed}
    model.heads = {f: s for f, s in model.heads.items() if worth_keeping(s) and f not in typed}
    names = {name + ending for name in words.names for ending in NAME_ENDINGS}
    candidates = set(words.frequency) | set(words.nouns_of) | words.verbs | names
    whole = {w for w in candidates if w.isalpha() and len(w) >= 6 and WHOLE - 1 < model.best_split(w)[1] <= model.whole(w)}
    values = {}
    for form in sorted(set(model.mods) | set(model.heads) | whole - typed):
        values.setdefault(spelled_out(form), value(model, mods, form, form in whole))
    with open(out, 'w', encoding='utf-8') as file:
        for form in sorted(values, key=str.encode):
            file.write(f'{form}\t{values[form]}\n')
    print(f'{len(model.mods)} modifiers, {len(model.heads)} heads, {len(whole)} whole words', file=sys.stderr)


if __name__ == '__main__':
    main(sys.argv[1])
