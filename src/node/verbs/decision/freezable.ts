import { didYouMean, nearest } from '../../../base/index.ts';
import type { Action } from '../../../contract/index.ts';
import { ground, notTaken } from '../../../governance/index.ts';
import { readPeers } from '../../../link/index.ts';
import type { NodeContext } from '../../context.ts';

type Freezing = Pick<NodeContext, 'config' | 'folder' | 'governance' | 'peerLog' | 'roster' | 'heard'>;

const SCOPE = /^(project|analyst|link:site|link:coordinator)[:/](.+)$/;

/**
 * A freeze of a name that nobody here has would stop nothing, and look as if it did. Whatever could be meant is known: projects that have
 * ended, people of any list, parties that were forgotten while this process still hears them. @throws SfumatoError `wrong-use`.
 */
export function assertFreezable(ctx: Freezing, { scope }: Extract<Action, { kind: 'freeze' }>['body']): void {
  const [, kind, name] = SCOPE.exec(scope) ?? [];
  if (kind === undefined || name === undefined) {
    return;
  }
  const known = knownAs(ctx, kind);
  if (known.includes(name)) {
    return;
  }
  // Read last: a list that can't be read keeps nobody from stopping a party that is heard.
  const listed = readPeers(ctx.folder).filter(({ role }) => kind === `link:${role}`);
  const all = [...known, ...listed.map((peer) => peer.name)];
  if (!all.includes(name)) {
    const what = kind.replace('link:', '');
    const sentence = `There is no ${what} ${name} here${didYouMean(name, all) || '.'}`;
    const like = nearest(name, all);
    throw notTaken(
      like === undefined ? ground('scope-unknown', sentence, { name }) : ground('scope-like', sentence, { name, like }),
    );
  }
}

function knownAs(ctx: Freezing, kind: string): readonly string[] {
  const { projects, persons, people } = ctx.governance.decisions;
  switch (kind) {
    case 'project':
      return [...projects.keys()];
    case 'analyst': {
      const members = [...projects.values()].flatMap((project) => project.members);
      return [...persons.values(), ...people.keys(), ...members.map(({ person }) => person)];
    }
    case 'link:site':
      return [...ctx.roster.keys(), ...parties(ctx, 'site/')];
    default:
      return [...parties(ctx, 'coordinator/'), ...(ctx.config.relay ? [ctx.config.relay.coordinator] : [])];
  }
}

/** Those on record, and those whom this process hears. */
function parties({ peerLog, heard }: Freezing, role: string): readonly string[] {
  const all = [...peerLog.pinned().keys(), ...heard];
  return all.filter((party) => party.startsWith(role)).map((party) => party.slice(role.length));
}
