import type { Objection } from '../contract/index.ts';
import { currentText, type Decisions } from './decisions.ts';
import { hasEnded, type KnownProject, type Member } from './project.ts';

/** Who asks, as established by a checked signature. */
export interface Asker {
  readonly key: string;
  readonly project: string;
}

/** What an authorised asker may use. */
export interface Authority {
  readonly person: string;
  readonly project: KnownProject;
}

/** Whether a key may ask in a project now, from what people decided alone; the first thing that stands against it, otherwise. */
export function authorise(decisions: Decisions, asker: Asker, nowMs: number): Authority | Objection {
  if (decisions.revoked.has(asker.key)) {
    return { code: 'key-revoked' };
  }
  const project = decisions.projects.get(asker.project);
  if (project === undefined) {
    return { code: 'not-approved' };
  }
  const member = project.members.find(({ key }) => key === asker.key);
  if (member === undefined) {
    return { code: 'not-member' };
  }
  if (isOver(member.expires, nowMs)) {
    return { code: 'key-expired' };
  }
  const frozen = frozenFor(decisions, project, member);
  if (frozen !== undefined) {
    return frozen;
  }
  if (hasEnded(project, nowMs)) {
    return { code: 'project-ended' };
  }
  if (isOver(project.ethics?.expires, nowMs)) {
    return { code: 'ethics-expired' };
  }
  return hasAgreed(decisions, project, member)
    ? { person: member.person, project }
    : { code: 'agreement-missing', detail: agreementSentence(decisions, project) };
}

/** What stops a member's questions: all of the site, which the code itself says, or a part of it, which is named. */
function frozenFor({ frozen }: Decisions, { id }: KnownProject, { person }: Member): Objection | undefined {
  if (frozen.has('node')) {
    return { code: 'frozen' };
  }
  if (frozen.has(`project:${id}`)) {
    return { code: 'frozen', detail: 'The project is frozen at this site.' };
  }
  return frozen.has(`analyst:${person}`)
    ? { code: 'frozen', detail: 'Your own questions are frozen at this site.' }
    : undefined;
}

/** Whether a member signed what is in force: the text on record, or, where there is none, what the configuration says. */
export function hasAgreed(decisions: Decisions, project: KnownProject, member: Member): boolean {
  const text = currentText(decisions, project.agreement);
  return text === undefined
    ? member.signedAgreement === project.agreement
    : decisions.agreed.has(`${member.person} ${text.hash}`);
}

/** For whoever asks, who reads it beside the site's name. */
function agreementSentence(decisions: Decisions, { agreement }: KnownProject): string {
  const text = currentText(decisions, agreement);
  return text === undefined
    ? `You have not signed the agreement in force, ${agreement}; ask the site for its text.`
    : `You have not signed the agreement in force, ${agreement}, version ${text.version}: have the site send you its text, sign that with \`sfumato agreement sign\`, and send it there.`;
}

function isOver(endMs: number | undefined, nowMs: number): boolean {
  return endMs !== undefined && endMs <= nowMs;
}
