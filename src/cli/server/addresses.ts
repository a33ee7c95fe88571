import type { Observe } from '../../link/index.ts';
import type { Shell } from '../shell.ts';
import type { Listening } from './serve.ts';

// What the servers of a node and of a coordinator have in common.

/** What is closed when a process ends. */
export interface Closable {
  close(): Promise<void>;
}

/** Closes all; what was opened last, first. */
export async function closeAll(open: readonly Closable[]): Promise<void> {
  for (const one of open.toReversed()) {
    await one.close();
  }
}

/** Where a server listens: for messages, and for metrics and pages where its configuration says so. */
export interface Addresses {
  readonly url: string;
  readonly metrics?: string;
  readonly pages?: string;
}

interface Openings {
  readonly messages: () => Promise<Listening>;
  readonly metrics: () => Promise<Listening | undefined>;
  /** Is told where messages go. */
  readonly pages: (url: string) => Promise<Listening | undefined>;
}

/** Opens one address after the other; `open` takes each, so that all are closed whichever fails. */
export async function openAddresses(open: Closable[], { messages, metrics, pages }: Openings): Promise<Addresses> {
  const kept = <T extends Closable | undefined>(one: T): T => {
    open.push(...(one === undefined ? [] : [one]));
    return one;
  };
  const { url } = kept(await messages());
  const scrapes = kept(await metrics());
  const seen = kept(await pages(url));
  return { url, ...(scrapes && { metrics: scrapes.url }), ...(seen && { pages: seen.url }) };
}

interface Started {
  /** Who listens, as the first words of a sentence. */
  readonly who: string;
  readonly addresses: Addresses;
  /** As one JSON document, with what it says beside the addresses. */
  readonly json: Readonly<Record<string, string>> | undefined;
}

/** Says where a server listens: whoever started the process waits for this line. */
export function tellListening({ terminal }: Pick<Shell, 'terminal'>, { who, addresses, json }: Started): void {
  const { url, pages } = addresses;
  terminal.print(
    json === undefined
      ? `${who} listens at ${url}${pages === undefined ? '' : `, its pages at ${pages}`}`
      : JSON.stringify({ ...json, ...addresses, pid: process.pid }),
  );
}

/** Tells several of each request. */
export function observeAll(...all: readonly Observe[]): Observe {
  return (seen) => {
    for (const observe of all) {
      observe(seen);
    }
  };
}
