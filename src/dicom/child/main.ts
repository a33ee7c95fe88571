import { setFlagsFromString } from 'node:v8';
import { LIMITS, systemClock, systemFetchWithin } from '../../base/index.ts';
import { serve } from './serve.ts';
import { workOf } from './work.ts';

// The entry of a reading child. It has no console: whatever a parser prints about a file's bytes goes nowhere.
// V8 optimises what is busy, and in the first seconds that costs a third of all there is to do; it is asked to wait for what is busier.
setFlagsFromString('--interrupt-budget=400000');

const surroundings = { clock: systemClock, fetch: systemFetchWithin(LIMITS.archiveReplyBytesMax) };
serve({ channel: process, clock: systemClock, open: (setup) => workOf(setup, surroundings) });
