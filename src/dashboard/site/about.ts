import type { Action } from '../../contract/index.ts';
import type { VerbOutput } from '../../node/index.ts';
import { DECISIONS } from '../texts/decisions.table.ts';
import { ROLES } from '../texts/roles.table.ts';
import type { Say } from '../texts/say.ts';
import { SUBJECTS } from '../texts/subjects.table.ts';
import { meterName, rolesText, wordFor } from './names.ts';

type Seats = VerbOutput['inbox']['pending'][number]['lacks'];

/** What a decision is about, in a few words: what tells it from others of its kind. */
export function aboutText(say: Say, { kind, body }: Pick<Action, 'kind' | 'body'>): string {
  const all = new Map(Object.entries(body));
  const of = (name: string): string | undefined => {
    const value: unknown = all.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  const [meter, epsilon = '', scope, person] = [of('meter'), of('epsilon'), of('scope'), of('person')];
  if (meter !== undefined) {
    return say(SUBJECTS.change, { subject: subjectText(say, meter), epsilon: signedText(epsilon) });
  }
  if (scope !== undefined) {
    return subjectText(say, scope);
  }
  const roles = all.get('roles');
  if (person !== undefined && Array.isArray(roles)) {
    return say(SUBJECTS.withRoles, { person, roles: rolesText(say, roles.map(String)) });
  }
  const names = ['project', 'person', 'agreement', 'name', 'incident', 'key', 'action'].flatMap((one) => of(one) ?? []);
  return kind === 'recovery' ? '' : names.slice(0, 2).join(', ');
}

/** A meter, or what a freeze stops, in words. */
export function subjectText(say: Say, subject: string): string {
  const [what = '', name = ''] = subject.split(/:(.*)/s);
  switch (what) {
    case 'block':
      return meterName(say, subject);
    case 'project':
    case 'analyst':
      return say(SUBJECTS[what], { name });
    case 'link':
      return say(SUBJECTS.link, { name });
    default:
      return wordFor(say, SUBJECTS, subject);
  }
}

/** Whose signatures are still missing, in words. */
export function lacksText(say: Say, lacks: Seats): string {
  const words = { ...ROLES, applicant: DECISIONS.applicant };
  const seats = lacks.map((roles) => roles.map((role) => wordFor(say, words, role)).join(` ${say(DECISIONS.or)} `));
  return say(DECISIONS.lacks, { who: seats.join('; ') });
}

const signedText = (epsilon: string): string => (epsilon.startsWith('-') ? epsilon : `+${epsilon}`);
