import { systemClock } from '../../base/index.ts';
import { fileReader } from './read-file.ts';
import { serve } from './serve.ts';

// The entry of a parsing child. It has no console: whatever a parser prints about a file's bytes goes nowhere.
serve({ channel: process, clock: systemClock, open: fileReader });
