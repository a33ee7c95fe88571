import type { Wanted } from '../../dashboard/index.ts';

/** Where a question is asked, and by which key. */
export interface Place {
  readonly coordinator: string;
  readonly project: string;
  readonly keyFile: string;
}

/** Two lines for a shell that ask the same question: the first writes it to a file, the second asks it. */
export function commandText({ draft, sites, total }: Wanted, { coordinator, project, keyFile }: Place): string {
  const words = [
    ...['npx', '--no', 'sfumato', 'ask', 'question.json', '--coordinator', coordinator],
    ...['--project', project, '--key', keyFile],
    ...(sites.length === 0 ? [] : ['--sites', sites.join(',')]),
    ...(total ? ['--total'] : []),
  ];
  return `printf '%s\\n' ${quoted(JSON.stringify(draft))} > question.json\n${words.map(quoted).join(' ')}\n`;
}

/** A word as a POSIX shell takes it, whatever is in it. */
function quoted(word: string): string {
  return /^[A-Za-z0-9_./:@,=+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
