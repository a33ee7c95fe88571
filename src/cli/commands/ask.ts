import type { Command } from 'commander';
import { type AskOptions, ask } from '../ask/ask.ts';
import { wholeNumber } from '../options/whole-number.ts';
import { helpTail, type Shell } from '../shell.ts';

const count = wholeNumber({ least: 1, sentence: 'It must be a whole number, at least 1.' });

/** `sfumato ask`: one signed question to many sites. */
export function registerAsk(program: Command, shell: Shell): void {
  const command = program
    .command('ask')
    .description('sign a question and ask it of the federation')
    .argument('<question>', 'a YAML or JSON file with the question')
    .requiredOption('--coordinator <url>', 'the coordinator’s address')
    .requiredOption('--project <id>', 'the project that the question belongs to')
    .requiredOption('--key <file>', 'your secret key, made by `sfumato keygen --analyst FILE`')
    .option('--passphrase-file <file>', 'take the key’s passphrase from the first line of this file')
    .option('--sites <list>', 'site ids, separated by commas (all when left out)')
    .option('--min-sites <n>', 'the fewest answers that may be combined', count)
    .option(
      '--total',
      'only the total over all sites: no site gives a number of its own, and the noise is that of about one',
    )
    .option('--attempts <n>', 'how often a total may be tried for, each time at the full cost (1 when left out)', count)
    .option('--policy <file>', 'the policy that the sites work under (found in policies/ when left out)')
    .option('--dry-run', 'show cost and precision at each site; free, and nothing is asked')
    .option('--partial', 'ask also when a site said beforehand that it won’t answer')
    .option(
      '--request <file>',
      'keep the signed request there; if the file exists, send it again as it is (a retry is free)',
    )
    .option('--receipt <file>', 'keep the sites’ receipts in this new file, for `sfumato receipt verify`')
    .option(
      '--log-key <pub...>',
      'the log keys of the sites, as for `sfumato receipt verify`: show no answer that they don’t prove to be a site’s own',
    )
    .option('--json', 'print one JSON document')
    .action((file: string, options: AskOptions) => shell.run(options, async () => ask({ shell, file, options })));
  helpTail(command, [
    'npx --no sfumato ask question.yaml --coordinator http://127.0.0.1:7100 --project lung --key ada.key',
    'npx --no sfumato ask question.yaml --coordinator http://127.0.0.1:7100 --project lung --key ada.key --dry-run',
  ]);
}
