import { maskedSum } from './masked-sum.ts';
import { printBench } from './report.ts';

// What a federation costs. npm run bench:federation -- [--rounds 5] [--sites 20] [--bins 1000] [--json]

printBench({ name: 'federation', results: maskedSum() });
