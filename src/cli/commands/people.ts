import type { Command } from 'commander';
import { ID_FORM } from '../../contract/index.ts';
import { type DecisionOptions, decide, withDecision } from '../decision/decide.ts';
import { replaceableText } from '../decision/replaceable-text.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { table } from '../terminal/table.ts';

/** `sfumato people list`, `enrol`, `dismiss` and `revoke`. */
export function registerPeople(people: Command, shell: Shell): void {
  const list = people
    .command('list')
    .description('show who decides at a site, in which roles, with which keys')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((options: { config: string; json?: boolean }) =>
      shell.run(options, async () => {
        const { config: configFile } = options;
        const document = await siteVerb(shell, { configFile, verb: 'people', input: {} });
        const rows = document.people.map(({ person, roles, site, key, revoked }) => [
          ...[person, roles.join(', '), site ?? '', revoked ? `${key} (revoked)` : key],
        ]);
        const warned = replaceableText(document);
        const shown =
          rows.length === 0
            ? 'Nobody is enrolled; only the configuration decides.'
            : table(['person', 'roles', 'of site', 'key'], rows);
        return { document, text: warned === undefined ? shown : `${shown}\n\n${warned}` };
      }),
    );
  helpTail(list, ['npx --no sfumato people list --config site/node.yaml']);
  registerEnrol(people, shell);
  const dismiss = withDecision(
    people
      .command('dismiss')
      .description('take all roles from somebody; two people sign it')
      .argument('<person>', 'who'),
  ).action((person: string, options: DecisionOptions) =>
    shell.run(options, async () => decide(shell, { kind: 'dismiss', body: { person } }, options)),
  );
  helpTail(dismiss, [
    'npx --no sfumato people dismiss noor --reason "Left the hospital on 3 May." --key mira.key --config site/node.yaml',
  ]);
  const revoke = withDecision(
    people
      .command('revoke')
      .description(
        'never accept a key again, for decisions or questions; one person signs it; holders use `key revoke`',
      )
      .argument('<key>', 'the public key'),
  ).action((key: string, options: DecisionOptions) =>
    shell.run(options, async () => decide(shell, { kind: 'revoke', body: { key } }, options)),
  );
  helpTail(revoke, [
    'npx --no sfumato people revoke PUBLIC-KEY --reason "The laptop was stolen." --key mira.key --config site/node.yaml',
  ]);
}

function registerEnrol(people: Command, shell: Shell): void {
  const enrol = withDecision(
    people
      .command('enrol')
      .description('give somebody roles and a key; two people sign it')
      .argument('<person>', `who: ${ID_FORM}`)
      .requiredOption('--public-key <key>', 'their public key, as `sfumato keygen --analyst FILE` prints it')
      .requiredOption('--roles <role...>', 'steward, privacy-officer, auditor, operator, researcher or reviewer'),
  )
    .option('--of-site <id>', 'they are an officer of this other site, and see public facts only')
    .action((person: string, options: DecisionOptions & { publicKey: string; roles: string[]; ofSite?: string }) =>
      shell.run(options, async () => {
        const { publicKey: key, roles, ofSite } = options;
        const body = { person, key, roles, ...(ofSite !== undefined && { site: ofSite }) };
        return decide(shell, { kind: 'enrol', body }, options);
      }),
    );
  helpTail(enrol, [
    'npx --no sfumato people enrol olga --public-key PUBLIC-KEY --roles privacy-officer --of-site hillside --reason "Second person of this site." --key mira.key --config site/node.yaml',
  ]);
}
