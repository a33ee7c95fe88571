import { relative } from 'node:path';
import { totpAddress, totpCode } from '../../access/index.ts';
import type { Clock } from '../../base/index.ts';
import type { Shell } from '../shell.ts';
import { table } from '../terminal/table.ts';
import type { Officers } from './cast.ts';
import type { DemoFolders } from './folders.ts';
import type { DemoAddresses } from './parties.ts';
import { DEMO_PROJECT } from './sites.table.ts';

const STEP_MS = 30_000;

/** What a visitor needs to look around. */
export interface Living extends DemoAddresses {
  readonly officers: Officers;
  /** Opens once. */
  readonly workbench: string;
}

/** The addresses and sign-ins as a document. */
export function livingDocument({ coordinator, coordinatorPages, pages, officers, workbench }: Living) {
  return {
    coordinator,
    coordinatorPages,
    pages: Object.fromEntries(pages),
    people: [officers.mira, officers.noor].map(({ secretKey: _, totpSecret, ...officer }) => ({
      ...officer,
      codes: totpAddress(totpSecret, { site: 'demo', person: officer.person }),
    })),
    workbench,
  };
}

/** The same for a person at a terminal. */
export function livingText(folders: DemoFolders, living: Living): string {
  const { coordinator, coordinatorPages, pages, officers, workbench } = living;
  const people = [officers.mira, officers.noor].map(({ person, role, password, passphrase, totpSecret }) => [
    ...[person, role.replace('-', ' '), password, passphrase, totpSecret],
  ]);
  const asking = `--coordinator ${coordinator} --project ${DEMO_PROJECT.id} --key ${relative('.', folders.analystKey)}`;
  return `
The servers stay up until Ctrl-C. Every key, password and secret below was made for this run and opens nothing else.

Each hospital has pages for those who decide there; both people sign in at all three.

${table(['hospital', 'pages'], [...pages].sort())}

${table(['sign in as', 'role', 'password', 'passphrase of the key', 'secret for an authenticator'], people)}

A code comes from an authenticator that was given the secret, or from the line at the end of this page. Each opens a hospital once; the
pages ask for one again before a decision. Two decisions wait under “Approvals”: the project bone-density at every hospital, for
both, and more budget for lakeside, which ran out, for mira. The passphrase signs.

Researchers find what the federation can be asked on the coordinator's pages, which know nobody and sign nothing:

  ${coordinatorPages}

A researcher, ada, puts questions together on a workbench of her own. Its address opens once:

  ${workbench}

Start another one, or ask and look by command, from another terminal inside this checkout:

  npx --no sfumato workbench ${asking}
  npx --no sfumato ask docs/first-question.yaml ${asking} --partial
  npx --no sfumato inbox --config ${relative('.', folders.site('harbour').config)}
  npx --no sfumato budget --config ${relative('.', folders.site('harbour').config)}
`;
}

/** Shows the codes of the moment, anew every half minute, until the process is to end. */
export async function showCodes({ terminal, clock, signal }: Shell, { mira, noor }: Officers): Promise<void> {
  while (!signal.aborted) {
    const codes = [mira, noor].map(({ person, totpSecret }) => `${person} ${totpCode(totpSecret, clock.wallMs())}`);
    terminal.status(`Codes now: ${codes.join(', ')}`);
    await nextStep(clock, signal);
  }
  terminal.status('', true);
}

async function nextStep(clock: Clock, signal: AbortSignal): Promise<void> {
  const leftMs = STEP_MS - (clock.wallMs() % STEP_MS);
  await clock.until(clock.monotonicMs() + leftMs, signal);
}
