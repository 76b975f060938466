/**
 * The words of the synthetic language: English ones, all regular and beginning with a consonant, so that "a" is right
 * before each. The lists of open classes have one column for each topic; within a column the order says which words a
 * smaller vocabulary keeps.
 */

const columns = (...topics: string[]): readonly string[] => {
  const words = topics.map((text) => text.split(' '));
  return words[0].flatMap((_, i) => words.map((column) => column[i]));
};

/** How many topics there are; word i of an open class is at home in topic i mod 4. */
export const topicCount = 4;

export const topicNames: readonly string[] = ['farm', 'sea', 'court', 'town'];

/** 96, singular. */
export const nouns: readonly string[] = columns(
  'farmer horse field cow barn fence pig seed goat hen plough gate well meadow shepherd wagon hedge bee mill lamb dog rooster miller bull',
  'sailor ship captain harbour boat wave fisher net rope mast pilot gull whale rock lighthouse beach crab diver raft storm reef shell deck cabin',
  'king queen knight castle tower crown guard prince bishop throne minister duke judge servant banner sword shield feast page poet jester prisoner messenger palace',
  'merchant baker shop street market teacher school bridge letter doctor painter window clock lamp cellar tailor book singer wall house robber banker student tavern',
);

/** 48, as in "they help". */
export const verbs: readonly string[] = columns(
  'gather milk pull chase load count clean groom harvest tend weigh herd',
  'rescue reach repair tow anchor board salvage haul float watch warn welcome',
  'praise command honour obey reward accuse pardon trust fear betray serve summon',
  'visit help follow paint borrow deliver invite admire greet answer question thank',
);

/** 56. */
export const adjectives: readonly string[] = columns(
  'brown hungry muddy green young gentle dusty ripe stubborn plump wild dry tame fertile',
  'brave wet salty deep stormy lost calm fast broken distant blue silent rusty lonely',
  'noble proud golden loyal rich wise cruel famous secret royal grand jealous solemn mighty',
  'busy clever new poor narrow kind noisy tall cheerful lazy modern polite tired careful',
);

/** 40. */
export const names: readonly string[] = columns(
  'Anna Peter Clara Martin Emma Felix Nora Bruno Flora Ralph',
  'Maria Simon Stella Oscar Vera Hugo Julia Leon Irene Cecil',
  'Henry Rosa Victor Helen Conrad Diana Edgar Agnes Arthur Greta',
  'Thomas Lucy Daniel Sarah Robert Laura Walter Alice Ivan Olga',
);

/** 19. */
export const adverbs: readonly string[] =
  'often always never sometimes quickly slowly quietly gladly rarely bravely calmly secretly proudly kindly loudly suddenly warmly boldly neatly'.split(
    ' ',
  );

/** Verbs without an object. */
export const intransitives: readonly string[] = 'sleep wait laugh sing dance rest work travel'.split(' ');

/** Verbs that stand before their subject, where a sentence begins with a place: "near the mill stands the horse". */
export const placeVerbs: readonly string[] = 'stand lie'.split(' ');

export type ClosedClass =
  | 'determinerSingular'
  | 'determinerPlural'
  | 'preposition'
  | 'subjectPronounSingular'
  | 'subjectPronounPlural'
  | 'objectPronounSingular'
  | 'objectPronounPlural'
  | 'conjunction';

/** Closed classes with the shares of their words; each sums to 1. */
export const closed: Readonly<Record<ClosedClass, Readonly<Record<string, number>>>> = {
  determinerSingular: { the: 0.5, a: 0.3, this: 0.12, every: 0.08 },
  determinerPlural: { the: 0.5, these: 0.15, some: 0.2, many: 0.1, two: 0.05 },
  preposition: { near: 0.35, with: 0.25, behind: 0.15, from: 0.12, under: 0.08, beside: 0.05 },
  subjectPronounSingular: { he: 0.5, she: 0.5 },
  subjectPronounPlural: { they: 1 },
  objectPronounSingular: { him: 0.5, her: 0.5 },
  objectPronounPlural: { them: 1 },
  conjunction: { and: 0.6, but: 0.3, so: 0.1 },
};

const hisses = /(?:s|x|ch|sh)$/;

/** Plural of a noun, and what "she" does: a regular s. */
export function withS(word: string): string {
  return word + (hisses.test(word) ? 'es' : 's');
}

export function participle(verb: string): string {
  return verb + (verb.endsWith('e') ? 'd' : 'ed');
}
