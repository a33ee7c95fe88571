import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where screenshots and measurements go; git leaves it out. */
export const OUTCOME = fileURLToPath(new URL('../../.sfumato/browser/', import.meta.url));

const MEASURED = `${OUTCOME}measured.json`;

/** Keeps what was measured, for the lines at the end. */
export function note(measured: Readonly<Record<string, string>>): void {
  const before = existsSync(MEASURED) ? JSON.parse(readFileSync(MEASURED, 'utf8')) : {};
  writeFileSync(MEASURED, `${JSON.stringify({ ...before, ...measured }, null, 2)}\n`);
}

/** Vitest calls it before all tests; what it gives, after all of them. */
export function setup(): () => void {
  rmSync(OUTCOME, { recursive: true, force: true });
  mkdirSync(OUTCOME, { recursive: true });
  return () => {
    const lines = existsSync(MEASURED) ? Object.entries<string>(JSON.parse(readFileSync(MEASURED, 'utf8'))) : [];
    process.stdout.write(`\n${lines.map(([name, value]) => `${name}: ${value}\n`).join('')}Screenshots: ${OUTCOME}\n`);
  };
}
