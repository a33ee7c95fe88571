import type { VerbOutput } from '../../../node/index.ts';
import { LOGGED } from '../../texts/logged.table.ts';
import { RECORDED } from '../../texts/recorded.table.ts';
import { type Say, sayIn, valueText, writtenText } from '../../texts/say.ts';
import { SEVERITIES } from '../../texts/severities.table.ts';
import { subjectText } from '../about.ts';
import { rolesText, wordFor } from '../names.ts';

export type LogEntry = VerbOutput['log']['entries'][number];

/** A line of the decision log with what was decided in plain words. */
export type Worded = LogEntry & { readonly what: string };

/** What was decided, in plain words: taken, on record by itself, only proposed, or declined. */
export function whatText(say: Say, entry: LogEntry): string {
  switch (entry.stands) {
    case 'recorded':
      return recordedText(say, entry);
    case 'taken':
      return decidedText(say, entry);
    default:
      return say(LOGGED[entry.stands], { what: decidedText(say, entry) });
  }
}

/** Lines as files and commands have them: in English, wherever they are read. */
export function inEnglish(entries: readonly LogEntry[]): readonly Worded[] {
  const say = sayIn('en');
  return entries.map((entry) => ({ ...entry, what: whatText(say, entry) }));
}

function decidedText(say: Say, entry: LogEntry): string {
  const { decided, facts } = entry;
  const { epsilon = '', severity, site } = facts;
  const named = decided === 'grant' ? (epsilon.toString().startsWith('-') ? 'less' : 'more') : decided;
  const isMore = (decided === 'freeze' && severity !== undefined) || (decided === 'enrol' && site !== undefined);
  return filled(say, wordFor(say, LOGGED, isMore ? `${named}Of` : named), entry);
}

function recordedText(say: Say, entry: LogEntry): string {
  return filled(say, wordFor(say, RECORDED, recordedName(entry)), entry);
}

/** By which name the words of a record stand in the table. */
function recordedName({ decided, facts }: LogEntry): string {
  const { act, purpose, change, person, kind } = facts;
  switch (decided) {
    case 'accountant':
      return String(kind);
    case 'key':
      return `${purpose}${act === 'rotated' ? 'Rotated' : 'Destroyed'}`;
    case 'access':
      return change !== 'signed out' ? String(change) : person === undefined ? 'allSignedOut' : 'signedOut';
    default:
      return decided === 'peer' ? String(change) : decided;
  }
}

function filled(say: Say, text: string, entry: LogEntry): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => factText(say, name, entry));
}

/** A fact in words, where its member has some. */
function factText(say: Say, name: string, { decided, facts }: LogEntry): string {
  const { roles = [], severity = '', epsilon = '', meter, scope } = facts;
  switch (name) {
    case 'about':
      return subjectText(say, String(decided === 'grant' ? meter : scope));
    case 'roles':
      return rolesText(say, [roles].flat());
    case 'severity':
      return wordFor(say, SEVERITIES, String(severity));
    case 'key':
      // A key that signs the log is known by its name and the digits behind that.
      return String(facts.key ?? '')
        .split('+', 2)
        .join('+');
    case 'epsilon':
      return writtenText(say, epsilon.toString().replace(/^-/, ''));
    default:
      return valueText(say, name, facts[name] ?? '');
  }
}
