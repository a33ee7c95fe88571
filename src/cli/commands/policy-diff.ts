import type { Command } from 'commander';
import { SfumatoError } from '../../base/index.ts';
import { type Change, type Direction, diffPolicies, type PolicyDiff } from '../../policy/index.ts';
import { loadPolicyFile, readPolicyText } from '../policy/policy-file.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';

/** `sfumato policy diff`: what changes from one version to another, and what that means for data already published. */
export function registerPolicyDiff(policy: Command, shell: Shell): void {
  const command = policy
    .command('diff')
    .description('compare two policies and say what the change means for data already published')
    .argument('<before>', 'the YAML file of the policy in force; with --config and alone, of the policy to come')
    .argument('[after]', 'the YAML file of the policy to come')
    .option(
      '--config <file>',
      'the site’s node.yaml: two policies are named, id@version, that are on record there; one file is compared with the policy in force',
    )
    .option('--json', 'print one JSON document')
    .action((before: string, after: string | undefined, options: { config?: string; json?: boolean }) =>
      shell.run(options, async () => {
        const diff = await diffOf(shell, { before, after, configFile: options.config });
        return { document: diff, text: textOf(diff) };
      }),
    );
  const [first, second] = ['1.0.0', '1.1.0'].map((version) => `policies/imaging-metadata/${version}.yaml`);
  helpTail(command, [
    `npx --no sfumato policy diff ${first} ${second}`,
    `npx --no sfumato policy diff ${second} ${first} --json`,
    'npx --no sfumato policy diff stricter.yaml --config site/node.yaml',
    'npx --no sfumato policy diff imaging-metadata@1.0.0 imaging-metadata@1.1.0 --config site/node.yaml',
  ]);
}

interface Compared {
  readonly before: string;
  readonly after: string | undefined;
  readonly configFile: string | undefined;
}

async function diffOf(shell: Shell, { before, after, configFile }: Compared): Promise<PolicyDiff> {
  if (configFile === undefined) {
    if (after === undefined) {
      throw new SfumatoError('wrong-use', 'Name two files, or one and the site’s --config.');
    }
    return diffPolicies(loadPolicyFile(before), loadPolicyFile(after));
  }
  if (after === undefined) {
    const input = { document: readPolicyText(before) };
    return (await siteVerb(shell, { configFile, verb: 'policy-draft', input })).diff;
  }
  return await siteVerb(shell, { configFile, verb: 'policy-diff', input: { before, after } });
}

function textOf(diff: PolicyDiff): string {
  const sections = (['loosening', 'tightening', 'neutral'] as const).flatMap((direction) =>
    sectionOf(
      direction,
      diff.changes.filter((change) => change.direction === direction),
    ),
  );
  return [
    `${diff.before} → ${diff.after}`,
    ...sections,
    ...(diff.changes.length === 0 ? ['', 'Nothing differs.'] : []),
    '',
    'What it means',
    ...diff.consequences.map((sentence) => `  ${sentence}`),
    '',
    `The change is ${diff.direction}; ${diff.before} asks for ${approvals(diff.approvals)}.`,
  ].join('\n');
}

function sectionOf(direction: Direction, changes: readonly Change[]): string[] {
  const heading = `${direction[0]?.toUpperCase()}${direction.slice(1)} (${changes.length})`;
  return changes.length === 0
    ? []
    : ['', heading, ...changes.map(({ part, subject, sentence }) => `  ${part}: ${subject} ${sentence}`)];
}

function approvals(count: number): string {
  return `${count} ${count === 1 ? 'approval' : 'approvals'}`;
}
