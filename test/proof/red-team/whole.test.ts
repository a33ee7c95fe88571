import { afterAll } from 'vitest';
import { ATTACKS } from '../attacks/names.table.ts';
import { others } from '../attacks/people.ts';
import { extreme, wholePath } from '../attacks/whole-path.ts';
import { type WholeSite, wholeSite } from '../support/whole-site.ts';
import { plays } from './playing.ts';

let leave: () => void = () => undefined;
let left: Promise<void> = Promise.resolve();
afterAll(async () => {
  leave();
  await left;
});

plays(ATTACKS.whole, async () => {
  const site = await new Promise<WholeSite>((resolve, reject) => {
    left = wholeSite([others, [...others, extreme]], (opened) => {
      resolve(opened);
      return new Promise<void>((done) => {
        leave = done;
      });
    });
    left.catch(reject);
  });
  return await wholePath(site);
});
