import { averaging } from '../attacks/averaging.ts';
import { ATTACKS } from '../attacks/names.table.ts';
import { plays } from './playing.ts';

plays(ATTACKS.averaging, averaging);
