import type { Command } from 'commander';
import { LIMITS, SfumatoError } from '../../base/index.ts';
import { ID_FORM, Id } from '../../contract/index.ts';
import { loadNodeConfig } from '../files/configuration.ts';
import { wholeNumber } from '../options/whole-number.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';

interface Options {
  readonly config: string;
  readonly hours: number;
  readonly json?: boolean;
}

const HOUR_MS = 3_600_000;
const HOURS_MAX = LIMITS.invitationMsMax / HOUR_MS;
const hours = wholeNumber({
  least: 1,
  most: HOURS_MAX,
  sentence: `It must be a whole number of hours, from 1 to ${HOURS_MAX}.`,
});

/** `sfumato access invite` and `reset`: lets a person set up how they sign in, once. */
export function registerAccessInvite(access: Command, shell: Shell): void {
  const add = (name: 'invite' | 'reset', description: string): void => {
    const command = access
      .command(name)
      .description(description)
      .argument('<person>', 'their id at this site')
      .requiredOption('--config <file>', 'the site’s node.yaml')
      .option('--hours <n>', 'how long the code may be used', hours, 24)
      .option('--json', 'print one JSON document')
      .action((person: string, options: Options) =>
        shell.run(options, async () => invitePerson(shell, `access-${name}`, { ...options, person: personId(person) })),
      );
    helpTail(command, [`npx --no sfumato access ${name} mira --config site/node.yaml`]);
  };
  add('invite', 'print a code with which a person sets up their sign-in, once');
  add('reset', 'the same, and take from them all they sign in with now, which ends their sessions');
}

async function invitePerson(
  shell: Shell,
  verb: 'access-invite' | 'access-reset',
  { person, hours, config: configFile }: Options & { readonly person: string },
): Promise<Outcome> {
  const { config } = loadNodeConfig(configFile);
  const document = await siteVerb(shell, { configFile, verb, input: { person, hours } });
  const { origin } = config.signIn;
  const where = origin === undefined ? `${document.path} on the site’s pages` : `${origin}${document.path}`;
  const text = `${person} opens ${where} and enters, once and before ${document.expires}:\n${document.invitation}\nGive it to nobody else, and not by the mail that a thief of the password could read.`;
  return { document, text: [text, ...('warning' in document ? [document.warning] : [])].join('\n') };
}

/** A person's id. @throws SfumatoError `wrong-use`. */
export function personId(text: string): string {
  const id = Id.safeParse(text);
  if (!id.success) {
    throw new SfumatoError('wrong-use', `A person’s id has ${ID_FORM}, such as mira.`);
  }
  return id.data;
}
