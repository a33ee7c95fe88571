import { didYouMean, fromBase64Url, isPublicKey, SfumatoError } from '../base/index.ts';
import { formatEpsilon, parseEpsilon } from '../privacy/index.ts';
import type { NodeConfig } from './config.ts';
import type { NodeContext } from './context.ts';
import { reservedOf } from './reserved-names.ts';

type Configured = Pick<NodeContext, 'config' | 'policy' | 'governance'>;
type Deciding = Pick<NodeContext, 'governance'>;

/** Whether the configuration's people are still to be recorded: nobody is, and nobody has decided anything. */
export function decidesNobody({ governance }: Deciding): boolean {
  return governance.decisions.people.size === 0 && governance.decisions.taken.size === 0;
}

/** Projects of the configuration that the journal has never seen; the others are what the record says. */
export function unknownProjects({ config, governance }: Pick<Configured, 'config' | 'governance'>) {
  return config.projects.filter(({ id }) => !governance.knows(id));
}

/** Looks at projects, people and the standing grant before anything of them is on record. @throws SfumatoError `config-invalid`. */
export function assertConfigured(configured: Configured): void {
  assertDecided(configured);
  assertGranted(configured);
  assertFields(configured);
  assertNames(configured);
  assertKeys(configured);
  assertHolders(configured);
}

/** Where people decide, a project with its budget takes their signatures: whoever edits the configuration can't make one. */
function assertDecided({ config, governance }: Pick<Configured, 'config' | 'governance'>): void {
  const [project] = decidesNobody({ governance }) ? [] : unknownProjects({ config, governance });
  if (project !== undefined) {
    throw new SfumatoError(
      'config-invalid',
      `projects: ${project.id} is not on record, and people decide here: take it out of the configuration and apply for it (\`sfumato project apply FILE\`).`,
    );
  }
}

/** Where people decide, an intake year gets more budget by their signatures: whoever edits the configuration gives the next one no more than the last. */
function assertGranted({ config, governance }: Pick<Configured, 'config' | 'governance'>): void {
  const { yearNano } = governance.decisions.seen;
  const isMore = yearNano !== undefined && (parseEpsilon(config.standingGrant.epsilon) ?? 0n) > yearNano;
  if (isMore && !decidesNobody({ governance })) {
    const most = formatEpsilon(yearNano);
    throw new SfumatoError(
      'config-invalid',
      `standingGrant: the last intake year got ε ${most}, and people decide here: give the next no more, and grant what one needs beyond it (\`sfumato grant METER EPSILON\`).`,
    );
  }
}

/** A misspelt field would be in force until people sign another. */
function assertFields(configured: Configured): void {
  const { policy } = configured;
  for (const { id, fields } of unknownProjects(configured)) {
    const strange = fields.find((field) => !policy.columns.has(field));
    if (strange !== undefined) {
      const sentence = `projects: ${id} names ${strange}, a field that ${policy.name} doesn’t have`;
      throw new SfumatoError('config-invalid', `${sentence}${didYouMean(strange, policy.columns.keys()) || '.'}`);
    }
  }
}

/** Records would take a person for a part of the program. */
function assertNames(configured: Configured): void {
  const reserved = reservedOf([...membersOf(configured), ...peopleOf(configured)]);
  if (reserved !== undefined) {
    const { place, person } = reserved;
    const sentence = `${place}: the journal calls a part of the program ${person}; give the person another name.`;
    throw new SfumatoError('config-invalid', sentence);
  }
}

/** Nobody has the key that stands in the example. */
function assertKeys(configured: Configured): void {
  for (const { place, person, key } of [...membersOf(configured), ...peopleOf(configured)]) {
    if (!isPublicKey(fromBase64Url(key) ?? new Uint8Array())) {
      const sentence = `${place}: the key of ${person} stands for nobody; write the one that \`sfumato keygen --analyst FILE\` printed.`;
      throw new SfumatoError('config-invalid', sentence);
    }
  }
}

/** A key under a second name would have a second budget. */
function assertHolders(configured: Configured): void {
  const holders = new Map(peopleOf(configured).map(({ key, person }) => [key, person]));
  for (const { place, person, key } of membersOf(configured)) {
    const holder = configured.governance.holderOf(key) ?? holders.get(key) ?? person;
    if (holder !== person) {
      const sentence = `${place}: the key of ${person} is known as that of ${holder}; a key has one name, and one budget.`;
      throw new SfumatoError('config-invalid', sentence);
    }
    holders.set(key, person);
  }
}

interface Named {
  readonly place: string;
  readonly person: string;
  readonly key: string;
}

function membersOf(configured: Configured): readonly Named[] {
  return unknownProjects(configured).flatMap(({ id, members }: NodeConfig['projects'][number]) =>
    members.map(({ person, key }) => ({ place: `projects: ${id}`, person, key })),
  );
}

function peopleOf({ config, governance }: Configured): readonly Named[] {
  return decidesNobody({ governance })
    ? config.people.map(({ person, key }) => ({ place: 'people', person, key }))
    : [];
}
