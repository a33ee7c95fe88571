import { expect, test } from 'vitest';
import { ElementList } from '../../src/dicom/scan/elements.ts';

// Elements are looked up by halves while tags ascend, as they must, and one by one from the first that doesn't.

const head = (tag: number, length = 2) => ({ tag, vr: 'LO', start: tag * 3, valueStart: tag * 3 + 8, length });

function listOf(...tags: readonly number[]): ElementList {
  const list = new ElementList();
  for (const tag of tags) {
    expect(list.add(head(tag))).toBe(true);
  }
  return list;
}

test.each([
  ['ascending', [1, 5, 8, 0xfffffff0]],
  ['in any order', [8, 1, 0xfffffff0, 5]],
  ['one', [7]],
  ['none', []],
])('finds each of its elements and no other: %s', (_, tags) => {
  const list = listOf(...tags);
  for (const tag of tags) {
    expect(list.get(tag)).toEqual(head(tag));
  }
  for (const tag of [0, 2, 6, 9, 0xffffffff]) {
    expect(list.get(tag)).toBeUndefined();
  }
  expect(list.where(() => true).map(({ tag }) => tag)).toEqual(tags);
});

test.each([
  ['again at once', [1, 5], 5],
  ['again after others', [1, 5, 8], 1],
  ['again after one out of order', [5, 1, 8], 8],
  ['again, the highest before one out of order', [5, 8, 1], 8],
])('takes no tag twice: %s', (_, tags, again) => {
  const list = listOf(...tags);
  expect(list.add(head(again))).toBe(false);
  expect(list.where(() => true)).toHaveLength(tags.length);
});

test('gives those that pass a test by tag and length', () => {
  const list = new ElementList();
  list.add(head(1, 10));
  list.add(head(2, 30));
  list.add(head(3, 20));
  expect(list.where((tag, length) => tag > 1 && length > 10).map(({ tag }) => tag)).toEqual([2, 3]);
});
