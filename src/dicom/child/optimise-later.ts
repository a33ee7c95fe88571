import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 wait, from here on, with optimising for what is busier; for a process that does one piece of work and ends.
 * A run of seconds repays little of what is optimised in it: on one core that took a ninth of all.
 */
export function optimiseLater(): void {
  // Node 20. Later versions optimise in more steps, the first of them cheap, and have no such flag.
  if (process.versions.v8.startsWith('11.')) {
    setFlagsFromString('--interrupt-budget=1000000');
  }
}
