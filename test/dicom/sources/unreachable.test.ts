import { expect, test } from 'vitest';
import { obstacleError } from '../../../src/dicom/source/index.ts';
import { listingError } from '../../../src/dicom/source/server-error.ts';

// What is said of a server that answers nothing at all, before an ingest and in its middle.

const listed = (base: string, fault?: 'refused' | 'silent') =>
  listingError({ base }, { failure: 'unanswered', fault }).message;

test('where an address names no port, says which one was tried', () => {
  expect(listed('http://pacs.example', 'refused')).toMatch(/ Port 80 was tried, .* The same command then goes on\.$/);
  expect(listed('http://pacs.example:8042', 'refused')).not.toContain('was tried');
});

test('speaks of a certificate only where there is one', () => {
  expect(listed('http://pacs.example')).toContain('; see that it runs. ');
  expect(listed('https://pacs.example')).toContain('; see that it runs and that its certificate is trusted. ');
});

test('speaks of no proxy, since none is on the way', () => {
  expect(listed('http://pacs.example', 'silent')).not.toContain('proxy');
});

test('says the same in the middle of an ingest', () => {
  const base = 'https://pacs.example';
  const obstacle = obstacleError({ kind: 'unreachable', fault: 'silent' }, { kind: 'dicomweb', base });
  expect(obstacle.message).toBe(listed(base, 'silent'));
});
