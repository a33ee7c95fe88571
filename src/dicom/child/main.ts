import { LIMITS, systemClock, systemFetchWithin } from '../../base/index.ts';
import { optimiseLater } from './optimise-later.ts';
import { serve } from './serve.ts';
import { workOf } from './work.ts';

// The entry of a reading child. It has no console: whatever a parser prints about a file's bytes goes nowhere.

optimiseLater();

const surroundings = { clock: systemClock, fetch: systemFetchWithin(LIMITS.archiveReplyBytesMax) };
serve({ channel: process, clock: systemClock, open: (setup) => workOf(setup, surroundings) });
