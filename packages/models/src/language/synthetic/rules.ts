/** The rules of the synthetic language: what is written in each place of a sentence, and what may follow. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { ClosedClass } from './lexicon.ts';
import type { OpenClass } from './vocabulary.ts';

/** Probabilities of what is rare, each at the place where the choice is made. */
export interface Constructions {
  /** Of a predicate: "is helped by the king". */
  readonly passive: number;
  /** Of a sentence: "it is the king who helps the sailors". */
  readonly cleft: number;
  /** Of a sentence: "near the mill stands the horse". */
  readonly inversion: number;
  /** Of a sentence: "does the king help the sailors ?". */
  readonly question: number;
  /** Of a sentence: "Anna says , “ the king sleeps ” .". */
  readonly quotation: number;
  /** Of a sentence: "although the king sleeps , the horse waits .". */
  readonly although: number;
  /** Of a clause that is followed by another or ends the sentence: "the king sleeps whereas the horse waits". */
  readonly whereas: number;
  /** Of a noun that is a subject: "the king ( a sailor ) sleeps". */
  readonly aside: number;
}

export const defaultConstructions: Constructions = {
  passive: 0.03,
  cleft: 0.012,
  inversion: 0.006,
  question: 0.03,
  quotation: 0.1,
  although: 0.015,
  whereas: 0.002,
  aside: 0.02,
};

/**
 * @throws InvalidArgumentError where one is not a probability, is unknown, or those of a sentence leave nothing for
 * plain ones
 */
export function checkConstructions(given: Partial<Constructions>): Constructions {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaultConstructions, name))
      throw new InvalidArgumentError({
        argument: `constructions.${name}`,
        got: value,
        expected: `no such construction, only ${Object.keys(defaultConstructions).join(', ')}`,
      });
    if (!(typeof value === 'number' && value >= 0 && value <= 0.5))
      throw new InvalidArgumentError({
        argument: `constructions.${name}`,
        got: value,
        expected: 'a number from 0 to 0.5',
      });
  }
  const all = { ...defaultConstructions, ...given };
  const ofSentence = all.cleft + all.inversion + all.question + all.quotation + all.although;
  if (ofSentence > 0.9)
    throw new InvalidArgumentError({
      argument: 'constructions',
      got: given,
      expected:
        'cleft, inversion, question, quotation and although that sum to 0.9 at most: the rest is plain',
    });
  return all;
}

type Number = 'Singular' | 'Plural';

/** What the end of a clause must close. */
type Frame = 'plain' | 'quotation' | 'question' | 'although';

/** What a noun phrase is for, which says what follows it. */
type Role = 'subject' | 'modifier' | 'aside' | 'object' | 'place' | 'front' | 'cleft' | 'last';

/** What is written: a class of words or one word. */
export type Written = OpenClass | ClosedClass | { readonly word: string };

export interface State {
  readonly key: string;
  readonly writes: Written;
  /** Whether the topic may change after it. */
  readonly endsSentence: boolean;
  readonly next: () => Step;
}

/** What follows, with probabilities that sum to 1. */
type Step = readonly (readonly [probability: number, state: State])[];

/** What follows in a noun phrase and after it. */
interface Phrase {
  readonly role: Role;
  readonly number: Number;
  /** The number of the subject, which the verb after the phrase needs. */
  readonly subject: Number;
  readonly frame: Frame;
}

const plural = 0.38;

/** The rules with these probabilities; `end` is the full stop of a sentence, from where all is reached. */
export function createRules(constructions: Constructions): { readonly end: State } {
  const { passive, cleft, inversion, question, quotation, although, whereas, aside } = constructions;
  const end = (mark: '.' | '?'): State => ({
    ...write(`end ${mark}`, { word: mark }, sentence),
    endsSentence: true,
  });

  const sentence = (): Step =>
    mix([
      [cleft, () => words('cleft', ['it', 'is'], () => anyNumber('cleft', 'plain'))],
      [inversion, () => place('front', 'Singular', 'plain')],
      [
        question * (1 - plural),
        () => words('ask', ['does'], () => nounPhrase('subject', 'Singular', 'question')),
      ],
      [question * plural, () => words('ask', ['do'], () => nounPhrase('subject', 'Plural', 'question'))],
      [
        quotation,
        () =>
          one(write('speaker', 'name', () => words('say', ['says', ',', '“'], () => clause('quotation')))),
      ],
      [although, () => words('concede', ['although'], () => clause('although'))],
      ['rest', () => clause('plain')],
    ]);

  const clause = (frame: Frame): Step => anyNumber('subject', frame);

  const anyNumber = (role: Role, frame: Frame, subject?: Number): Step =>
    mix([
      [plural, () => nounPhrase(role, 'Plural', frame, subject)],
      ['rest', () => nounPhrase(role, 'Singular', frame, subject)],
    ]);

  const nounPhrase = (role: Role, number: Number, frame: Frame, subject: Number = number): Step => {
    const phrase: Phrase = { role, number, subject, frame };
    const [name, pronoun] = headShares[role];
    return mix([
      [
        number === 'Singular' ? name : 0,
        () => one(write(keyOf('name', phrase), 'name', () => after(phrase))),
      ],
      [pronoun, () => one(write(keyOf('pronoun', phrase), pronounOf(phrase), () => after(phrase)))],
      [
        'rest',
        () => one(write(keyOf('determiner', phrase), `determiner${number}`, () => noun(phrase, 0.35))),
      ],
    ]);
  };

  const noun = (phrase: Phrase, adjective: number): Step =>
    mix([
      [adjective, () => one(write(keyOf('adjective', phrase), 'adjective', () => noun(phrase, 0.15)))],
      ['rest', () => one(write(keyOf('noun', phrase), `noun${phrase.number}`, () => afterNoun(phrase)))],
    ]);

  const afterNoun = (phrase: Phrase): Step => {
    const { role, number, frame } = phrase;
    if (role !== 'subject') return after(phrase);
    const key = `${number} ${frame}`;
    return mix([
      [aside, () => words(`aside ${key}`, ['('], () => nounPhrase('aside', number, frame))],
      [
        0.06,
        () =>
          words(`relative ${key}`, ['who'], () =>
            transitive(`relative ${key}`, number, () => anyNumber('modifier', frame, number)),
          ),
      ],
      [0.2, () => place('modifier', number, frame)],
      ['rest', () => after(phrase)],
    ]);
  };

  const after = ({ role, number, subject, frame }: Phrase): Step => {
    switch (role) {
      case 'subject':
      case 'modifier':
        return predicate(subject, frame);
      case 'aside':
        return words(`aside ${subject} ${frame}`, [')'], () => predicate(subject, frame));
      case 'cleft':
        return words(`cleft ${number}`, ['who'], () =>
          transitive(`cleft ${number}`, number, () => anyNumber('object', 'plain')),
        );
      case 'object':
        return mix([
          [0.2, () => place('place', 'Singular', frame)],
          ['rest', () => clauseEnd(frame)],
        ]);
      case 'front':
        return mix([
          [plural, () => one(write('stand', 'placeVerbPlural', () => nounPhrase('last', 'Plural', frame)))],
          [
            'rest',
            () => one(write('stands', 'placeVerbSingular', () => nounPhrase('last', 'Singular', frame))),
          ],
        ]);
      case 'place':
      case 'last':
        return clauseEnd(frame);
    }
  };

  /** "near the old mill". */
  const place = (role: 'modifier' | 'place' | 'front', subject: Number, frame: Frame): Step =>
    one(
      write(`preposition ${role} ${subject} ${frame}`, 'preposition', () => anyNumber(role, frame, subject)),
    );

  const predicate = (number: Number, frame: Frame): Step => {
    // "does the king help": the verb has lost its number to the first word.
    if (frame === 'question') return verb('Plural', frame);
    const be = number === 'Singular' ? 'is' : 'are';
    const key = `${number} ${frame}`;
    return mix([
      [passive, () => words(`passive ${key}`, [be], () => passiveRest(frame))],
      [
        0.16,
        () => words(`be ${key}`, [be], () => one(write(`be ${frame}`, 'adjective', () => clauseEnd(frame)))),
      ],
      [
        0.05,
        () =>
          words(`negation ${key}`, [number === 'Singular' ? 'does' : 'do', 'not'], () =>
            verb('Plural', frame),
          ),
      ],
      [0.1, () => one(write(`adverb ${key}`, 'adverb', () => verb(number, frame)))],
      ['rest', () => verb(number, frame)],
    ]);
  };

  const passiveRest = (frame: Frame): Step =>
    one(
      write(`passive ${frame}`, 'participle', () =>
        words(`passive ${frame}`, ['by'], () => anyNumber('last', frame)),
      ),
    );

  const verb = (number: Number, frame: Frame): Step =>
    mix([
      [
        0.15,
        () => one(write(`intransitive ${number} ${frame}`, `intransitive${number}`, () => clauseEnd(frame))),
      ],
      ['rest', () => transitive(frame, number, () => anyNumber('object', frame))],
    ]);

  const transitive = (key: string, number: Number, then: () => Step): Step =>
    one(write(`transitive ${number} ${key}`, `verb${number}`, then));

  const clauseEnd = (frame: Frame): Step => {
    switch (frame) {
      case 'question':
        return one(end('?'));
      case 'although':
        return words('although', [','], () => clause('plain'));
      case 'quotation':
        return mix([
          [0.1, () => one(write('conjunction quotation', 'conjunction', () => clause('quotation')))],
          ['rest', () => words('quotation', ['”'], () => one(end('.')))],
        ]);
      case 'plain':
        return mix([
          [whereas, () => words('whereas', ['whereas'], () => clause('plain'))],
          [0.15, () => one(write('conjunction plain', 'conjunction', () => clause('plain')))],
          ['rest', () => one(end('.'))],
        ]);
    }
  };

  return { end: end('.') };
}

/** Shares of names (of what is singular) and of pronouns among noun phrases. */
const headShares: Readonly<Record<Role, readonly [name: number, pronoun: number]>> = {
  subject: [0.25, 0.15],
  object: [0.2, 0.12],
  modifier: [0.1, 0],
  cleft: [0.4, 0],
  last: [0.2, 0],
  aside: [0, 0],
  place: [0, 0],
  front: [0, 0],
};

function pronounOf({ role, number }: Phrase): ClosedClass {
  return role === 'subject' ? `subjectPronoun${number}` : `objectPronoun${number}`;
}

/** Two phrases with one key go on alike: what does not matter after a role is left out. */
function keyOf(slot: string, { role, number, subject, frame }: Phrase): string {
  return `${slot} ${role} ${number} ${role === 'modifier' || role === 'aside' ? subject : ''} ${frame}`;
}

function write(key: string, writes: Written, next: () => Step): State {
  return { key: `${key} ${JSON.stringify(writes)}`, writes, endsSentence: false, next };
}

const one = (state: State): Step => [[1, state]];

/** Fixed words, one after the other. */
function words(key: string, [word, ...others]: readonly string[], then: () => Step): Step {
  const next = others.length === 0 ? then : () => words(key, others, then);
  return one(write(key, { word }, next));
}

type Choice = readonly [probability: number | 'rest', then: () => Step];

/** One of the choices; the last has the rest of the probability. */
function mix(choices: readonly Choice[]): Step {
  const given = choices.reduce((sum, [probability]) => sum + (probability === 'rest' ? 0 : probability), 0);
  return choices.flatMap(([probability, then]) => {
    const share = probability === 'rest' ? 1 - given : probability;
    return share === 0 ? [] : then().map(([each, state]) => [share * each, state] as const);
  });
}
