import type { Command } from 'commander';
import { SfumatoError } from '../../base/index.ts';
import type { PolicyName } from '../../governance/index.ts';
import { type DecisionOptions, decide, withDecision } from '../decision/decide.ts';
import { readPolicyText } from '../policy/policy-file.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';

/** `sfumato policy approve` and `rollback`. */
export function registerPolicyApprove(policy: Command, shell: Shell): void {
  const approve = withDecision(
    policy
      .command('approve')
      .description(
        'approve another policy: what only tightens is in force at once by one privacy officer, anything else takes two',
      )
      .argument('<file>', 'the YAML file of the policy to come; look at `sfumato policy diff FILE --config …` first'),
  ).action((file: string, options: DecisionOptions) =>
    shell.run(options, async () => {
      const document = readPolicyText(file);
      const { config: configFile } = options;
      const input = { document, toApprove: true };
      const draft = await siteVerb(shell, { configFile, verb: 'policy-draft', input });
      const body = { ...named(draft), from: named(draft.from) };
      return decide(shell, { kind: 'policy', body, document }, options);
    }),
  );
  helpTail(approve, [
    'npx --no sfumato policy approve stricter.yaml --reason "Incident of 3 May." --key mira.key --config site/node.yaml',
  ]);
  const rollback = withDecision(
    policy
      .command('rollback')
      .description('approve going back to a policy whose document the site has on record: a change as any other')
      .argument('<name>', 'id@version of the policy'),
  ).action((wanted: string, options: DecisionOptions) =>
    shell.run(options, async () => {
      const { config: configFile } = options;
      const { policies: all } = await siteVerb(shell, { configFile, verb: 'policies', input: {} });
      const found = all.find(({ name }) => name === wanted);
      if (found === undefined) {
        const known = all.map(({ name }) => name).join(', ');
        throw new SfumatoError('wrong-use', `${wanted} is not on record here; these are: ${known}.`);
      }
      const from = all.find(({ inForce }) => inForce);
      const body = { ...named(found), ...(from && { from: named(from) }) };
      return decide(shell, { kind: 'policy', body }, options);
    }),
  );
  helpTail(rollback, [
    'npx --no sfumato policy rollback imaging-metadata@1.1.0 --reason "The new bounds were a mistake." --key mira.key --config site/node.yaml',
  ]);
}

/** What a decision says of a policy, and nothing else. */
function named({ name, deidentification, disclosure }: PolicyName): PolicyName {
  return { name, deidentification, disclosure };
}
