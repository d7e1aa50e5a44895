/** Azure runs both servers now. */
import { answerOf, type ServerLook } from '../../azure/azure-look';
import { serverNotReady as problemOf, type Side } from '../../domain/server-problems';
import type { PrerequisiteRule } from './prerequisite-rule';

export const serverNotReady: PrerequisiteRule = {
  code: 'SERVER_NOT_READY',
  severity: 'error',
  check: ({ source, target }) => [...(source ? notReady('source', source) : []), ...notReady('target', target)],
};

function notReady(side: Side, { id, server }: ServerLook) {
  const found = answerOf(server);
  const problem = found && problemOf(side, id, found.state);
  return problem ? [problem] : [];
}
