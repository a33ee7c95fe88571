import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** What can be told of the volume under a folder: LUKS or an encrypting file system, a disk without either, or nothing. */
export type Encryption = 'encrypted' | 'none-seen' | 'unknown';

/** Where Linux describes itself; tests bring their own. */
export interface SystemPaths {
  readonly mountinfo: string;
  readonly sys: string;
}

const SYSTEM: SystemPaths = { mountinfo: '/proc/self/mountinfo', sys: '/sys' };
const ENCRYPTING = /^(ecryptfs|fuse\.(gocryptfs|encfs|cryfs|securefs))$/;
const DEPTH_MAX = 16;

/** Looks for encryption below `folder`, down to the disks; what this can't see (overlays, networks, virtual disks) is unknown. */
export function encryptionOf(folder: string, paths: SystemPaths = SYSTEM): Encryption {
  try {
    const mount = mountOf(realpathSync(folder), readFileSync(paths.mountinfo, 'utf8'));
    if (mount === undefined) {
      return 'unknown';
    }
    return ENCRYPTING.test(mount.type) ? 'encrypted' : below(join(paths.sys, 'dev/block', mount.device), DEPTH_MAX);
  } catch {
    // No Linux, or a part of it that doesn't show this.
    return 'unknown';
  }
}

/** Whether the kernel has stopped all writes to the file system under `folder` after an error; rights and room don't show that. */
export function isStopped(folder: string, mountinfo: string = SYSTEM.mountinfo): boolean {
  try {
    const mount = mountOf(realpathSync(folder), readFileSync(mountinfo, 'utf8'));
    return mount?.options.some((option) => option === 'emergency_ro' || option === 'shutdown') ?? false;
  } catch {
    return false;
  }
}

interface Mount {
  readonly point: string;
  /** “major:minor”. */
  readonly device: string;
  readonly type: string;
  /** Those of the file system. */
  readonly options: readonly string[];
}

/** The mount that a path lies on: the longest one that contains it, the last of several at one place (proc(5)). */
function mountOf(path: string, mountinfo: string): Mount | undefined {
  const mounts = mountinfo.split('\n').flatMap((line): readonly Mount[] => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , device, , point] = before.split(' ');
    const [type, , options = ''] = after.split(' ');
    return device === undefined || point === undefined || type === undefined
      ? []
      : [{ device, type, point: point.replaceAll('\\040', ' '), options: options.split(',') }];
  });
  const containing = mounts.filter(({ point }) => point === '/' || path === point || path.startsWith(`${point}/`));
  return containing.reduce<Mount | undefined>(
    (best, mount) => (best === undefined || mount.point.length >= best.point.length ? mount : best),
    undefined,
  );
}

function below(device: string, depth: number): Encryption {
  if (depth === 0) {
    return 'unknown';
  }
  if (textOf(join(device, 'dm/uuid'))?.startsWith('CRYPT-')) {
    return 'encrypted';
  }
  const carriers = entriesOf(join(device, 'slaves'));
  if (carriers.length > 0) {
    const found = carriers.map((name) => below(join(device, 'slaves', name), depth - 1));
    // A volume over several disks is as safe as the worst of them.
    return found.find((one) => one === 'none-seen') ?? found.find((one) => one === 'unknown') ?? 'encrypted';
  }
  const real = realpathSync(device);
  return /\/(virtual|virtio\d*)\//.test(real) ? 'unknown' : 'none-seen';
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
