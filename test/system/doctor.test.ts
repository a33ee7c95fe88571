import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encryptionOf } from '../../src/cli/doctor/volume.ts';
import { sfumato } from '../support/command.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

const roots: string[] = [];
afterAll(() => roots.forEach((root) => void rmSync(root, { recursive: true, force: true })));

interface Device {
  readonly real: string;
  readonly uuid?: string;
  readonly slaves?: readonly string[];
}

/** A system with these block devices, as Linux would describe it, and `folder` mounted from device 8:1. */
function systemWith(devices: Readonly<Record<string, Device>>, type = 'ext4') {
  const root = mkdtempSync(join(tmpdir(), 'sfumato-system-'));
  roots.push(root);
  mkdirSync(join(root, 'data'));
  mkdirSync(join(root, 'sys/dev/block'), { recursive: true });
  for (const [id, { real, uuid }] of Object.entries(devices)) {
    mkdirSync(join(root, 'sys/devices', real, 'slaves'), { recursive: true });
    mkdirSync(join(root, 'sys/devices', real, 'dm'));
    symlinkSync(join(root, 'sys/devices', real), join(root, 'sys/dev/block', id));
    if (uuid !== undefined) {
      writeFileSync(join(root, 'sys/devices', real, 'dm/uuid'), uuid);
    }
  }
  for (const { real, slaves = [] } of Object.values(devices)) {
    for (const slave of slaves) {
      symlinkSync(join(root, 'sys/dev/block', slave), join(root, 'sys/devices', real, 'slaves', slave));
    }
  }
  const lines = [
    `20 1 0:5 / / rw - overlay overlay rw`,
    `30 20 8:1 / ${root} rw,relatime shared:1 - ${type} /dev/x rw`,
  ];
  writeFileSync(join(root, 'mountinfo'), `${lines.join('\n')}\n`);
  return encryptionOf(join(root, 'data'), { mountinfo: join(root, 'mountinfo'), sys: join(root, 'sys') });
}

const disk: Device = { real: 'pci0/ata1/sda/sda1' };
const luks: Device = { real: 'virtual/block/dm-0', uuid: 'CRYPT-LUKS2-0123-data', slaves: ['8:2'] };

describe('the doctor', () => {
  it('tells an encrypted volume from a plain one, through every layer, and says unknown where it cannot see', () => {
    expect(systemWith({ '8:1': disk })).toBe('none-seen');
    expect(systemWith({ '8:1': luks, '8:2': disk })).toBe('encrypted');
    const logical = { real: 'virtual/block/dm-1', uuid: 'LVM-abc', slaves: ['8:2'] };
    expect(systemWith({ '8:1': logical, '8:2': { ...luks, slaves: [] } })).toBe('encrypted');
    const both = { real: 'virtual/block/dm-2', uuid: 'LVM-abc', slaves: ['8:2', '8:3'] };
    expect(systemWith({ '8:1': both, '8:2': { ...luks, slaves: [] }, '8:3': disk })).toBe('none-seen');
    expect(systemWith({ '8:1': { real: 'pci0/virtio2/block/vda/vda1' } })).toBe('unknown');
    expect(systemWith({})).toBe('unknown');
    expect(systemWith({}, 'fuse.gocryptfs')).toBe('encrypted');
    expect(encryptionOf('/', { mountinfo: '/nonexistent', sys: '/nonexistent' })).toBe('unknown');
  });

  it('looks at permissions, journal and clock, and fails where one of them is wrong', async () => {
    const made = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
    roots.push(made.folder);
    expect((await sfumato(['budget', '--config', made.config])).code).toBe(0);
    const look = async () => {
      const { code, stdout } = await sfumato(['doctor', '--config', made.config, '--json']);
      const checks: { name: string; state: string; sentence: string }[] = JSON.parse(stdout).checks;
      return { code, states: Object.fromEntries(checks.map(({ name, state }) => [name, state])) };
    };
    const well = await look();
    expect(well.code).toBe(0);
    expect(well.states).toMatchObject({
      keys: 'ok',
      permissions: 'ok',
      journal: 'ok',
      clock: 'ok',
      witness: 'warning',
    });
    chmodSync(join(made.folder, 'keys', 'seal.key'), 0o640);
    expect(await look()).toMatchObject({ code: 1, states: { permissions: 'failed' } });
    chmodSync(join(made.folder, 'keys', 'seal.key'), 0o600);
    writeFileSync(join(made.folder, 'journal', '00000001.log'), 'sfumato-journal 1 00000001 x');
    expect(await look()).toMatchObject({ code: 1, states: { journal: 'failed' } });
  });
});
