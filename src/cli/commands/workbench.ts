import type { Command } from 'commander';
import { aborted, randomBytes, toBase64Url } from '../../base/index.ts';
import { originOf } from '../ask/origin.ts';
import { readOwnKeyFile } from '../key/own-key.ts';
import { coordinatorClient } from '../link/coordinator-client.ts';
import { policyOfSites } from '../policy/sites-policy.ts';
import { listen } from '../server/serve.ts';
import { helpTail, type Shell } from '../shell.ts';
import { ENTRY_PATH, workbenchApp } from '../workbench/app.ts';
import { createDesk } from '../workbench/desk.ts';

interface Options {
  readonly coordinator: string;
  readonly project: string;
  readonly key: string;
  readonly policy?: string;
  readonly folder: string;
  readonly json?: boolean;
}

const TOKEN_BYTES = 32;

/** `sfumato workbench`: the researcher's pages, from their own machine. */
export function registerWorkbench(program: Command, shell: Shell): void {
  const command = program
    .command('workbench')
    .description('put questions together, price, sign and ask them in a browser: pages from this machine, for it alone')
    .requiredOption('--coordinator <url>', 'the coordinator’s address')
    .requiredOption('--project <id>', 'the project that the questions belong to')
    .requiredOption('--key <file>', 'your secret key; its passphrase is asked for in the browser')
    .option('--policy <file>', 'the policy that the sites work under (found in policies/ when left out)')
    .option('--folder <dir>', 'where questions, answers and receipts are kept', 'sfumato-workbench')
    .option('--json', 'print one JSON document when it listens')
    .action((options: Options) => shell.run(options, async () => workbench(shell, options)));
  helpTail(command, [
    'npx --no sfumato workbench --coordinator http://127.0.0.1:7100 --project lung-imaging --key ada.key',
  ]);
}

async function workbench(shell: Shell, options: Options): Promise<undefined> {
  const coordinator = originOf(options.coordinator);
  const key = readOwnKeyFile(options.key);
  const facts = await coordinatorClient(coordinator).facts();
  const policy = policyOfSites(facts, options.policy);
  const { project, folder, key: keyFile } = options;
  const desk = createDesk({ shell, coordinator, project, keyFile, key, policy, facts, folder });
  const token = toBase64Url(randomBytes(shell.entropy, TOKEN_BYTES));
  const server = await listen(workbenchApp({ shell, desk, token }), { host: '127.0.0.1', port: 0 });
  const url = `${server.url}${ENTRY_PATH}?token=${token}`;
  shell.terminal.print(
    options.json
      ? JSON.stringify({ url, pid: process.pid })
      : `Open this address in your browser; it works once:\n\n  ${url}\n`,
  );
  await aborted(shell.signal);
  desk.key.forget();
  await server.close();
  shell.terminal.note('The workbench has stopped.');
}
