import type { Wanted } from '../../dashboard/index.ts';

/** Where a question is asked, and by which key. */
export interface Place {
  readonly coordinator: string;
  readonly project: string;
  readonly keyFile: string;
}

/** The same, and under which name question and signed request are kept. */
interface KeptPlace extends Place {
  readonly kept?: string;
}

/** Two lines for a shell that ask the same question: the first writes it to a file, the second asks it. */
export function commandText({ draft, sites, total }: Wanted, { kept, ...place }: KeptPlace): string {
  const file = `${kept ?? 'question'}.json`;
  const words = [
    ...['npx', '--no', 'sfumato', 'ask', file, ...placeWords(place)],
    ...(kept === undefined ? [] : ['--request', `${kept}.jws`]),
    ...(sites.length === 0 ? [] : ['--sites', sites.join(',')]),
    ...(total ? ['--total'] : []),
  ];
  return `printf '%s\\n' ${quoted(JSON.stringify(draft))} > ${file}\n${words.map(quoted).join(' ')}\n`;
}

/** A line for a shell that starts the asker's own pages. */
export function workbenchText(place: Place): string {
  return `${['npx', '--no', 'sfumato', 'workbench', ...placeWords(place)].map(quoted).join(' ')}\n`;
}

function placeWords({ coordinator, project, keyFile }: Place): readonly string[] {
  return ['--coordinator', coordinator, '--project', project, '--key', keyFile];
}

/** A word as a POSIX shell takes it, whatever is in it. */
function quoted(word: string): string {
  return /^[A-Za-z0-9_./:@,=+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
