import type { IOutgoing } from '../protocol/call';
import type { Channel } from '../protocol/channel';
import { CancelledError } from '../protocol/errors';
import type { Incoming } from '../protocol/incoming';
import type {
  FixApplied,
  Hello,
  ModelsListed,
  ModuleDetails,
  NotebookCheck,
  NotebookFindings,
  RulePage,
  SessionSet,
  SessionState,
  TreeGet,
  TreeRows
} from '../protocol/messages';
import type { ICompanion, Payload } from '../tokens';

/** What the companion in a kernel can be asked, while there is a channel to it. */
export abstract class CompanionRequests implements Pick<
  ICompanion,
  'hello' | 'isLate' | 'answerMs' | 'ask'
> {
  get hello(): Hello | null {
    return this.said;
  }

  isLate(kind: string): boolean {
    return this.channel?.isLate(kind) ?? false;
  }

  answerMs(kind: string): number | null {
    return this.channel?.answerMs(kind) ?? null;
  }

  check(request: Payload<NotebookCheck>): Promise<NotebookFindings> {
    return this.request(
      { kind: 'notebook.check', ...request },
      'notebook.findings'
    );
  }

  listModels(): Promise<ModelsListed> {
    return this.request({ kind: 'models.list' }, 'models.listed');
  }

  getTree(request: Payload<TreeGet>): Promise<TreeRows> {
    return this.request({ kind: 'tree.get', ...request }, 'tree.rows');
  }

  getModule(model: string, fqn: string): Promise<ModuleDetails> {
    return this.request({ kind: 'module.get', model, fqn }, 'module.details');
  }

  getRule(code: string): Promise<RulePage> {
    return this.request({ kind: 'rule.get', code }, 'rule.page');
  }

  applyFix(finding: string, fix: number): Promise<FixApplied> {
    return this.request({ kind: 'fix.apply', finding, fix }, 'fix.applied');
  }

  setSession(request: Payload<SessionSet>): Promise<SessionState> {
    return this.request({ kind: 'session.set', ...request }, 'session.state');
  }

  ask<T extends Incoming>(
    request: IOutgoing,
    reply: T['kind'],
    deadlineMs?: number
  ): Promise<T> {
    return this.request<T>(request, reply, deadlineMs);
  }

  protected async request<T extends Incoming>(
    message: IOutgoing,
    reply: T['kind'],
    deadlineMs?: number
  ): Promise<T> {
    if (!this.channel || !this.said) {
      throw new CancelledError();
    }
    return this.channel.request<T>(message, reply, deadlineMs);
  }

  protected channel: Channel | null = null;
  /** What the companion said of itself. */
  protected said: Hello | null = null;
}
