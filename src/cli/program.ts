import { Command } from 'commander';
import { registerAccessInvite } from './commands/access-invite.ts';
import { registerAccessList } from './commands/access-list.ts';
import { registerAccessRevoke } from './commands/access-revoke.ts';
import { registerAccessSessions } from './commands/access-sessions.ts';
import { registerActionNew } from './commands/action-new.ts';
import { registerActionSign } from './commands/action-sign.ts';
import { registerAgreement } from './commands/agreement.ts';
import { registerAsk } from './commands/ask.ts';
import { registerAuditExport } from './commands/audit-export.ts';
import { registerAuditShow } from './commands/audit-show.ts';
import { registerAuditVerify } from './commands/audit-verify.ts';
import { registerBudget } from './commands/budget.ts';
import { registerConsentAdd } from './commands/consent-add.ts';
import { registerConsentShow } from './commands/consent-show.ts';
import { registerCoordinatorStart } from './commands/coordinator-start.ts';
import { registerDecisionLog } from './commands/decision-log.ts';
import { registerDemo } from './commands/demo.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerExplain } from './commands/explain.ts';
import { registerGrant } from './commands/grant.ts';
import { registerInbox } from './commands/inbox.ts';
import { registerIncident } from './commands/incident.ts';
import { registerIngest } from './commands/ingest.ts';
import { registerKey } from './commands/key.ts';
import { registerKeygen } from './commands/keygen.ts';
import { registerKeysDestroy } from './commands/keys-destroy.ts';
import { registerKeysRotate } from './commands/keys-rotate.ts';
import { registerKeysShow } from './commands/keys-show.ts';
import { registerLinkForget } from './commands/link-forget.ts';
import { registerLinkShow } from './commands/link-show.ts';
import { registerLinkTrust } from './commands/link-trust.ts';
import { registerMeta } from './commands/meta.ts';
import { registerNodeStart } from './commands/node-start.ts';
import { registerPeople } from './commands/people.ts';
import { registerPolicyApprove } from './commands/policy-approve.ts';
import { registerPolicyDiff } from './commands/policy-diff.ts';
import { registerPolicyLint } from './commands/policy-lint.ts';
import { registerProject } from './commands/project.ts';
import { registerProjectFields } from './commands/project-fields.ts';
import { registerProjectList } from './commands/project-list.ts';
import { registerPublish } from './commands/publish.ts';
import { registerQuarantineList } from './commands/quarantine-list.ts';
import { registerReceiptList } from './commands/receipt-list.ts';
import { registerReceiptVerify } from './commands/receipt-verify.ts';
import { registerRisk } from './commands/risk.ts';
import { registerSchemas } from './commands/schemas.ts';
import { registerSnapshotList } from './commands/snapshot-list.ts';
import { registerStagingCompare, registerStagingDiscard, registerStagingReplace } from './commands/staging-anew.ts';
import { registerStagingReports } from './commands/staging-reports.ts';
import { registerStagingShow } from './commands/staging-show.ts';
import { registerStatus } from './commands/status.ts';
import { registerWorkbench } from './commands/workbench.ts';
import { typosFirst } from './options/typos-first.ts';
import { packageVersion } from './package-version.ts';
import { helpTail, type Shell } from './shell.ts';

/** All commands, wired to one shell. */
export function buildProgram(shell: Shell): Command {
  const program = new Command('sfumato')
    .description('Federated, differentially private questions over hospitals’ imaging metadata.')
    .version(packageVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => shell.terminal.print(text.trimEnd()),
      writeErr: (text) => shell.terminal.note(text.trimEnd()),
    })
    .showSuggestionAfterError();
  registerDemo(program, shell);
  registerKeys(program, shell);
  registerIngest(program, shell);
  registerQuarantineList(group(program, 'quarantine', 'files that could not be stored'), shell);
  const staging = group(program, 'staging', 'what is ingested and not published yet');
  registerStagingShow(staging, shell);
  registerStagingReports(staging, shell);
  registerStagingCompare(staging, shell);
  registerStagingReplace(staging, shell);
  registerStagingDiscard(staging, shell);
  registerRisk(program, shell);
  registerPublish(program, shell);
  registerSnapshotList(group(program, 'snapshot', 'what was published'), shell);
  const consent = group(program, 'consent', 'what patients said about the use of their data');
  registerConsentAdd(consent, shell);
  registerConsentShow(consent, shell);
  registerNodeStart(group(program, 'node', 'one institution’s server'), shell);
  registerCoordinatorStart(group(program, 'coordinator', 'the server that asks many sites'), shell);
  const link = group(program, 'link', 'who this party is to others, and whom it trusts');
  registerLinkShow(link, shell);
  registerLinkTrust(link, shell);
  registerLinkForget(link, shell);
  registerAsk(program, shell);
  registerWorkbench(program, shell);
  registerExplain(program, shell);
  registerMeta(program, shell);
  registerBudget(program, shell);
  registerStatus(program, shell);
  registerDecisions(program, shell);
  const audit = group(program, 'audit', 'the journal');
  registerAuditVerify(audit, shell);
  registerAuditShow(audit, shell);
  registerAuditExport(audit, shell);
  const receipt = group(program, 'receipt', 'proofs that an answer is on record');
  registerReceiptVerify(receipt, shell);
  registerReceiptList(receipt, shell);
  const policy = group(program, 'policy', 'policy documents');
  registerPolicyLint(policy, shell);
  registerPolicyDiff(policy, shell);
  registerPolicyApprove(policy, shell);
  registerDoctor(program, shell);
  registerSchemas(program, shell);
  return typosFirst(helpTail(program, ['npm run demo', 'npx --no sfumato ask --help']));
}

function registerKeys(program: Command, shell: Shell): void {
  registerKeygen(program, shell);
  registerKey(group(program, 'key', 'a person’s own key: what it is, its passphrase, its revocation'), shell);
  const keys = group(program, 'keys', 'the keys of a site that can be rotated');
  registerKeysShow(keys, shell);
  registerKeysRotate(keys, shell);
  registerKeysDestroy(keys, shell);
}

/** Who may do what at a site, and what people decided. */
function registerDecisions(program: Command, shell: Shell): void {
  const action = group(
    program,
    'action',
    'decisions that people sign: grants, freezes, policies, recoveries, who decides',
  );
  registerActionNew(action, shell);
  registerActionSign(action, shell);
  const access = group(program, 'access', 'who signs in to the site’s own pages');
  registerAccessInvite(access, shell);
  registerAccessList(access, shell);
  registerAccessRevoke(access, shell);
  registerAccessSessions(group(access, 'sessions', 'who is signed in now'), shell);
  registerInbox(program, shell);
  registerGrant(program, shell);
  registerIncident(group(program, 'incident', 'what was frozen, why, and what was done about it'), shell);
  registerDecisionLog(program, shell);
  registerPeople(group(program, 'people', 'who decides at a site'), shell);
  const project = group(program, 'project', 'what may be asked, by whom, for what');
  registerProject(project, shell);
  registerProjectList(project, shell);
  registerProjectFields(project, shell);
  registerAgreement(group(program, 'agreement', 'data-use texts that members sign'), shell);
}

function group(program: Command, name: string, description: string): Command {
  return helpTail(program.command(name).description(description).exitOverride());
}
