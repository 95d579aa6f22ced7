#!/usr/bin/env python3
"""Gathers the dictionary forms of German words; see ../lemmas.md for sources and licences.

usage: lemmas.py OUT.tsv

Writes `form TAB lemma TAB weight` lines for `cargo run --example pack_lemmas`, one for each reading of a form; ß is ss.
The weight says how often the form is probably meant so. Case is lost in an index, so that *verboten* may be the
participle or the dative of *Verbote*: a noun's form has a fixed share of the noun's frequency, a verb's or adjective's
reading has what is left.
"""
import collections, gzip, importlib.util, json, pathlib, re, sys

SHARE_OF_NOUN = 0.12   # an inflected form's share of its noun's frequency
UNSEEN = 1e-10         # the frequency of a form that was never counted
FREQUENT = 1e-7        # a lemma from this frequency on lends its unseen forms belief
KNOWN_WORD = 1e-8      # both words of a derivation are at least so frequent
SHORT_UNG = 1e-7       # the same for nouns in -ung

PARTICIPLE = re.compile(r'(.*ge.+|(be|ver|ent|er|zer|miss|um|über|unter|durch|wider|hinter|voll|.*(be|ver|ent|er|zer)).+)(t|en)|.+iert')

# Nouns made from verbs by another vowel or a lost ending. Each pair is tried with every prefix. Own work.
NOUN_OF = '''
rufen:ruf brechen:bruch greifen:griff stehen:stand gehen:gang nehmen:nahme geben:gabe ziehen:zug schliessen:schluss
fliegen:flug schneiden:schnitt schreiben:schrift sprechen:sprache sprechen:spruch springen:sprung treten:tritt
werfen:wurf fahren:fahrt fliehen:flucht stechen:stich steigen:stieg reissen:riss schiessen:schuss giessen:guss
geniessen:genuss reiten:ritt bieten:gebot verbieten:verbot finden:fund beissen:biss verlieren:verlust helfen:hilfe
gebären:geburt schieben:schub schwingen:schwung zwingen:zwang klingen:klang singen:gesang dringen:drang
schwinden:schwund schreiten:schritt streichen:strich stehlen:diebstahl sterben:tod wachsen:wuchs ankommen:ankunft
unterkommen:unterkunft herkommen:herkunft aufhalten:aufenthalt beantragen:antrag ermorden:mord'''.split()
PREFIXES = '''
ab an auf aus bei durch ein empor entgegen fort frei fest heraus herab herunter heran hervor hinaus hinein hinter hin
her hoch los miss mit nach nieder preis still teil über um unter ur ver vor voran voraus vorüber weg weiter wider
wieder zer zu zurück zusammen zwischen be ent er ge rauf raus rein runter bekannt bloss dazwischen herein auseinander
statt stand tot kurz fehl'''.split()
# Nouns that only look derived, or have gone ways of their own.
NO_KIN = set('''
abstand zustand verstand bestand umstand anstand unterstand einstand hochstand rückstand anzug aufzug vorzug verzug
ausschuss zuschuss vorschuss überschuss ausnahme abschnitt durchschnitt überschrift anspruch einspruch ausspruch umriss
zutritt vorsprung beruf verruf vorstand vorgang auszug rückhalt'''.split())


def package(name):
    return pathlib.Path(importlib.util.find_spec(name).submodule_search_locations[0])


def lower(word):
    return word.lower().replace('ß', 'ss')


def frequencies():
    import wordfreq
    found = collections.Counter()
    for word, frequency in wordfreq.get_frequency_dict('de', wordlist='large').items():
        found[lower(word)] += frequency
    return found


def tables():
    """Form -> lemma as each source has it, in the source's own case."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory
    simplemma = DefaultDictionaryFactory().get_dictionary('de')
    yield ((form, lemma.decode() if isinstance(lemma, bytes) else lemma) for form, lemma in simplemma.items())
    yield json.load(gzip.open(package('spacy_lookups_data') / 'data' / 'de_lemma_lookup.json.gz')).items()


def read_lemmas():
    """Form in lower case -> lemma, a capital for nouns -> number of sources."""
    lemmas = collections.defaultdict(collections.Counter)
    for table in tables():
        for form, lemma in table:
            if all(word.isalpha() and len(word) > 2 for word in (form, lemma)):
                lemmas[lower(form)][lemma.replace('ß', 'ss')] += 1
    return lemmas


def inflected_adjectives_and_verbs(lemmas):
    """How many forms each lemma of a word that is no noun has."""
    return collections.Counter(lower(lemma) for form, found in lemmas.items() for lemma in found
                               if lemma[0].islower() and lower(lemma) != form)


def weigh(form, found, frequency, is_lemma):
    """The readings of one form: lemma in lower case -> weight."""
    nouns = {lemma: sources for lemma, sources in found.items() if lemma[0].isupper()}
    others = {lemma: sources for lemma, sources in found.items() if lemma[0].islower()}
    if any(lemma.endswith('n') and lemma != form for lemma in others) and PARTICIPLE.fullmatch(form):
        others.pop(form, None)  # a participle that some list also has as an adjective
    elif others and is_lemma:
        others.setdefault(form, 3)
    often = max(frequency[form], UNSEEN)
    weights, of_nouns = collections.Counter(), 0
    for lemma, sources in nouns.items():
        share = often if lower(lemma) == form else min(often, SHARE_OF_NOUN * frequency[lower(lemma)])
        of_nouns += share
        weights[lower(lemma)] += share if others else frequency[lower(lemma)] * sources
    total = sum(frequency[lower(lemma)] * sources for lemma, sources in others.items())
    for lemma, sources in others.items():
        weights[lower(lemma)] += (often - min(often, of_nouns)) * frequency[lower(lemma)] * sources / (total or 1)
    return weights


def inflected(lemmas, frequency):
    """Rows of forms and their lemmas."""
    has_forms = inflected_adjectives_and_verbs(lemmas)
    for form, found in lemmas.items():
        if all(lower(lemma) == form for lemma in found):
            continue
        weights = weigh(form, found, frequency, has_forms[form] >= 2)
        if frequency[form] or max(frequency[lemma] for lemma in weights) >= FREQUENT:
            yield from ((form, lemma, weight) for lemma, weight in weights.items() if weight > 0 and frequency[lemma])


def stem_of(verb):
    return verb[:-2] if verb.endswith('en') else verb[:-1]


def verb_of_noun(lemmas, frequency):
    """Nouns in lower case and the verbs that they are made from."""
    verbs = sorted({lemma for found in lemmas.values() for lemma in found if lemma[0].islower() and lemma.endswith('n')})
    pairs = {}

    def add(noun, verb, least=KNOWN_WORD):
        if noun not in NO_KIN and frequency[noun] >= least and frequency[verb] >= least:
            pairs.setdefault(noun, verb)

    for verb, noun in (pair.split(':') for pair in NOUN_OF):
        for prefix in [''] + PREFIXES:
            add(('rück' if prefix == 'zurück' else prefix) + noun, prefix + verb)
    for verb in verbs:
        if verb.startswith('zurück'):
            for ending in ('', 'ung'):
                add('rück' + stem_of(verb.removeprefix('zurück')) + ending, verb)
        add(stem_of(verb) + 'ung', verb, SHORT_UNG)
    return pairs


def derived(lemmas, frequency):
    """Rows of the forms of nouns and the verbs that these are made from."""
    forms = collections.defaultdict(set)
    for form, found in lemmas.items():
        for lemma in found:
            if lemma[0].isupper():
                forms[lower(lemma)].add(form)
    for noun, verb in verb_of_noun(lemmas, frequency).items():
        yield from ((form, verb, 1.0) for form in forms[noun] | {noun})


def main(out):
    lemmas, frequency = read_lemmas(), frequencies()
    kin = sorted(derived(lemmas, frequency))
    taken = {form for form, _, _ in kin}
    rows = kin + [row for row in inflected(lemmas, frequency) if row[0] not in taken]
    with open(out, 'w', encoding='utf-8') as file:
        file.writelines(f'{form}\t{lemma}\t{weight:.3g}\n' for form, lemma, weight in sorted(rows))
    print(f'{len(kin)} forms of derived nouns, {len(rows) - len(kin)} readings of others', file=sys.stderr)


if __name__ == '__main__':
    main(sys.argv[1])
