// A record has one text for whoever wrote it. The names of several signers share it; an id has no blank, so they come apart again.
const BETWEEN = ' and ';

/** What a record calls those who signed together. */
export const actorOf = (people: readonly string[]): string => people.join(BETWEEN);

/** Those who wrote a record, of which there is one where it isn't a decision. */
export const peopleOf = (actor: string): readonly string[] => actor.split(BETWEEN);
