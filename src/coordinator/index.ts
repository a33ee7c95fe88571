/** Floor 5: one question to many sites, and their answers combined. Sees released numbers only. */
export { CoordinatorConfig } from './config.ts';
export type { CoordinatorContext } from './context.ts';
export { coordinatorApp } from './http/app.ts';
export { createQuestionLog } from './records.ts';
