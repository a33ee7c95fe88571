import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { didYouMean, SfumatoError } from '../../base/index.ts';
import { coordinatorFolds } from '../../coordinator/index.ts';
import { peopleOf } from '../../governance/index.ts';
import { type JournalRecord, nodeDisk, readJournal } from '../../journal/index.ts';
import { nodeFolds } from '../../node/index.ts';
import { parseYamlKind } from '../files/configuration.ts';
import { assertForward, moment } from '../options/moment.ts';
import { isAbout, peopleIn, projectsIn, type Subject } from './record-subjects.ts';

/** Which records are wanted; what is absent doesn't matter. */
export interface RecordFilter {
  readonly kind?: readonly string[];
  readonly actor?: readonly string[];
  readonly subjects?: readonly Subject[];
  /** Times in milliseconds since 1970; from inclusive, to exclusive. */
  readonly since?: number;
  readonly until?: number;
  readonly seq?: { readonly from: number; readonly to: number };
}

/** The same as somebody wrote it. */
export interface FilterOptions extends Pick<RecordFilter, 'kind' | 'actor'> {
  readonly project?: readonly string[];
  readonly config: string;
  readonly since?: string;
  readonly until?: string;
  readonly seq?: string;
}

/** The options that choose records, the same for every command that reads a journal. */
export function withFilters(command: Command): Command {
  return command
    .option('--kind <kind...>', 'only records of these kinds, such as policy, snapshot, grant or reveal')
    .option('--actor <name...>', 'only records of these people or parts of the program')
    .option(
      '--project <id...>',
      'only records of these projects: their decisions, questions, refusals, meters and incidents',
    )
    .option('--since <time>', 'only records from this time on, such as 2026-01-31 or 2026-01-31T12:00Z')
    .option('--until <time>', 'only records before this time')
    .option('--seq <range>', 'only records with these numbers, such as 120-180, 120- or 7');
}

/** What was written, read and held against the kinds that such a journal can have. @throws SfumatoError `wrong-use`. */
export function filterOf({ config, kind, actor, project, since, until, seq }: FilterOptions): RecordFilter {
  if (kind !== undefined) {
    assertKinds(config, kind);
  }
  const filter = {
    ...(kind && { kind }),
    ...(actor && { actor }),
    ...(project && { subjects: project.map((id) => ({ project: id, decisions: new Set<string>() })) }),
    ...(since !== undefined && { since: momentOf('--since', since) }),
    ...(until !== undefined && { until: momentOf('--until', until) }),
    ...(seq !== undefined && { seq: range(seq) }),
  };
  assertForward(filter);
  assertNames(config, filter);
  return filter;
}

/** A misspelt kind would look as if nothing of it had ever happened. */
function assertKinds(config: string, kinds: readonly string[]): void {
  const { kind, folder } = parseYamlKind(config);
  const folds = kind === 'coordinator' ? coordinatorFolds() : nodeFolds(nodeDisk(join(folder, 'journal')));
  const known = folds.flatMap((fold) => Object.keys(fold.kinds)).sort();
  const strange = kinds.find((one) => !known.includes(one));
  if (strange !== undefined) {
    const meant = didYouMean(strange, known) || `; there are ${known.join(', ')}.`;
    throw new SfumatoError('wrong-use', `No record of a ${kind} is of the kind ${strange}${meant}`);
  }
}

/** So would a misspelt name; that of somebody who has done nothing yet is taken where a record names them as a person, as a member does of a project. */
function assertNames(config: string, { actor = [], subjects = [] }: RecordFilter): void {
  if (actor.length + subjects.length === 0) {
    return;
  }
  const names = new Set<string>();
  const projects = new Set<string>();
  const missing = new Set(subjects);
  for (const record of readJournal(nodeDisk(join(parseYamlKind(config).folder, 'journal')))) {
    [...peopleOf(record.actor), ...peopleIn(record.body)].forEach((name) => void names.add(name));
    projectsIn(record.body).forEach((id) => void projects.add(id));
    subjects.filter((subject) => isAbout(record, subject)).forEach((subject) => void missing.delete(subject));
  }
  const strange = actor.find((name) => !names.has(name));
  if (strange !== undefined) {
    const sentence = `No record of this journal is by or about ${strange}${didYouMean(strange, names) || '.'}`;
    throw new SfumatoError('wrong-use', sentence);
  }
  const [unknown] = missing;
  if (unknown !== undefined) {
    const sentence = `No record of this journal is of a project ${unknown.project}${didYouMean(unknown.project, projects) || '.'}`;
    throw new SfumatoError('wrong-use', sentence);
  }
}

function momentOf(option: string, text: string): number {
  try {
    return moment(text);
  } catch (cause) {
    const sentence = cause instanceof InvalidArgumentError ? cause.message : 'It is not a time.';
    throw new SfumatoError('wrong-use', `${option} ${text}: ${sentence}`, { cause });
  }
}

/** Whether a record is wanted. */
export function isWanted(record: JournalRecord, filter: RecordFilter): boolean {
  const { kind, actor, subjects, since, until, seq } = filter;
  return (
    (kind?.includes(record.kind) ?? true) &&
    (actor?.some((name) => peopleOf(record.actor).includes(name)) ?? true) &&
    (subjects?.some((subject) => isAbout(record, subject)) ?? true) &&
    (since === undefined || record.wallMs >= since) &&
    (until === undefined || record.wallMs < until) &&
    (seq === undefined || (record.seq >= seq.from && record.seq <= seq.to))
  );
}

function range(text: string): { readonly from: number; readonly to: number } {
  const [, first, dash, last] = /^(\d{1,15})(-?)(\d{0,15})$/.exec(text) ?? [];
  if (first === undefined || (dash === '' && last !== '')) {
    throw new SfumatoError('wrong-use', `--seq ${text}: It must be a number or a range, such as 120-180 or 120-.`);
  }
  const to = dash === '' ? Number(first) : last === '' ? Number.MAX_SAFE_INTEGER : Number(last);
  if (to < Number(first)) {
    throw new SfumatoError('wrong-use', `--seq ${text} ends before it begins.`);
  }
  return { from: Number(first), to };
}
