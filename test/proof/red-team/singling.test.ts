import { collusion } from '../attacks/collusion.ts';
import { differencing } from '../attacks/differencing.ts';
import { ATTACKS } from '../attacks/names.table.ts';
import { reconstruction } from '../attacks/reconstruction.ts';
import { tellingApart } from '../attacks/telling-apart.ts';
import { plays } from './playing.ts';

plays(ATTACKS.singling, async () => [
  ...(await tellingApart()),
  ...(await differencing()),
  ...(await reconstruction()),
  ...(await collusion()),
]);
