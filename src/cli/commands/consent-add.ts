import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { SfumatoError } from '../../base/index.ts';
import { PurposeClass } from '../../contract/index.ts';
import { listed } from '../options/listed.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';

interface Options {
  readonly config: string;
  readonly list: string;
  readonly scopes: string;
  readonly verbatim?: boolean;
  readonly json?: boolean;
}

/** `sfumato consent add`: seals who withdrew, or which purposes patients allow still. */
export function registerConsentAdd(consent: Command, shell: Shell): void {
  const command = consent
    .command('add')
    .description('seal what patients said about the use of their data; the next publish takes it in, for good')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .requiredOption(
      '--list <file>',
      'the patients, in UTF-8: one PatientID a line, its issuer behind a tab; a line without one means patients whose files name no issuer',
    )
    .option(
      '--scopes <purposes>',
      `what they allow still, of ${PurposeClass.options.join(', ')}; none for who withdraws altogether`,
      'none',
    )
    .option('--verbatim', 'take all lines as they stand, also those in quotes or with commas, semicolons or bars')
    .option('--json', 'print one JSON document')
    .action((options: Options) => shell.run(options, async () => consentAdd(shell, options)));
  helpTail(command, [
    'npx --no sfumato consent add --config site/node.yaml --list withdrawn.txt',
    'npx --no sfumato consent add --config site/node.yaml --list for-care-only.txt --scopes quality,education',
  ]);
}

async function consentAdd(shell: Shell, { config: configFile, list, scopes, verbatim = false }: Options) {
  const input = { list: resolve(list), scopes: scopesOf(scopes), verbatim };
  const document = await siteVerb(shell, { configFile, verb: 'consent-add', input });
  const { batches, lines, withIssuer, effectiveFrom } = document;
  const issuers = `Lines in the list: ${lines}; with an issuer: ${withIssuer}.`;
  const text = [
    `Sealed as batch ${batches}. ${withIssuer < lines ? `${issuers} A line without one means patients whose files name no issuer.` : issuers}`,
    `The next publish takes it in, from ${effectiveFrom} on; until then the current snapshot answers.`,
  ].join('\n');
  return { document, text };
}

function scopesOf(text: string): readonly PurposeClass[] {
  const scopes = z.array(PurposeClass).safeParse(text === 'none' ? [] : listed(text));
  if (!scopes.success) {
    const sentence = `--scopes names purposes with commas between them, of ${PurposeClass.options.join(', ')}; or none.`;
    throw new SfumatoError('wrong-use', sentence);
  }
  return scopes.data;
}
