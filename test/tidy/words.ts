import type { Source } from './repository.ts';

const UNFINISHED = /\b(?:TODO|FIXME|XXX|HACK|[Ff]ixme|[Nn]ot (?:yet )?implemented|[Ll]orem ipsum|[Pp]laceholder)\b/g;
const MACHINE_PATH = /(?<![\w.~-])\/(?:work|root|home|Users)\/[\w.-]+/g;
const UNRUN =
  /\b(?:it|test|describe|suite|bench)(?:\.\w+(?:\([^()]*\))?)*\.(?:skip|only|todo|fails|skipIf|runIf)\b|\bx(?:it|describe)\(/g;

function linesWith(pattern: RegExp, { path, text }: Source): readonly string[] {
  return [...text.matchAll(pattern)].map((match) => {
    const line = text.slice(0, match.index).split('\n').length;
    return `${path}:${line}: ${match[0]}`;
  });
}

/** Words of work left undone. */
export function unfinishedIn(source: Source): readonly string[] {
  return linesWith(UNFINISHED, source);
}

/** Paths that exist on one machine only. */
export function machinePathsIn(source: Source): readonly string[] {
  return linesWith(MACHINE_PATH, source);
}

/** Tests that don't run, or that keep others from running. */
export function unrunIn(source: Source): readonly string[] {
  return linesWith(UNRUN, source);
}

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const VAGUE = /(^|[-.])(utils?|helpers?|misc)([-.]|$)/;

/** Whether a path is in kebab-case throughout, and says what is in the file. */
export function isWellNamed(path: string): boolean {
  return path.split('/').every((part) => NAME.test(part) && !VAGUE.test(part));
}
