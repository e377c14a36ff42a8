import type { Question } from '../protocol/call';
import type { Channel } from '../protocol/channel';
import { CancelledError } from '../protocol/errors';
import type { IReplies } from '../protocol/kinds';
import { replies } from '../protocol/kinds';
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
    return this.ask({ kind: 'notebook.check', ...request });
  }

  listModels(): Promise<ModelsListed> {
    return this.ask({ kind: 'models.list' });
  }

  getTree(request: Payload<TreeGet>): Promise<TreeRows> {
    return this.ask({ kind: 'tree.get', ...request });
  }

  getModule(model: string, fqn: string): Promise<ModuleDetails> {
    return this.ask({ kind: 'module.get', model, fqn });
  }

  getRule(code: string): Promise<RulePage> {
    return this.ask({ kind: 'rule.get', code });
  }

  applyFix(finding: string, fix: number): Promise<FixApplied> {
    return this.ask({ kind: 'fix.apply', finding, fix });
  }

  setSession(request: Payload<SessionSet>): Promise<SessionState> {
    return this.ask({ kind: 'session.set', ...request });
  }

  async ask<K extends keyof IReplies>(
    question: Question<K>,
    deadlineMs?: number
  ): Promise<IReplies[K]> {
    if (!this.channel || !this.said) {
      throw new CancelledError();
    }
    const reply = replies[question.kind];
    return this.channel.request<IReplies[K]>(question, reply, deadlineMs);
  }

  protected channel: Channel | null = null;
  /** What the companion said of itself. */
  protected said: Hello | null = null;
}
