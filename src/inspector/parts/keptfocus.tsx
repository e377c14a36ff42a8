import * as React from 'react';

/** Keeps the focus that was on something inside, also when that is drawn no more. */
export class KeptFocus extends React.Component<KeptFocus.IProps> {
  getSnapshotBeforeUpdate(): boolean {
    return this._node.current?.contains(document.activeElement) ?? false;
  }

  componentDidUpdate(_: unknown, __: unknown, hadFocus: boolean): void {
    const node = this._node.current;
    if (hadFocus && document.activeElement === document.body) {
      const next = node?.querySelector<HTMLElement>(this.props.next);
      (next ?? node)?.focus();
    }
  }

  render(): JSX.Element {
    const { className, children } = this.props;
    return (
      <div className={className} ref={this._node} tabIndex={-1}>
        {children}
      </div>
    );
  }

  private readonly _node = React.createRef<HTMLDivElement>();
}

export namespace KeptFocus {
  export interface IProps {
    className: string;
    /** Selects what has the focus then; if there is none, it is the whole. */
    next: string;
    children: React.ReactNode;
  }
}
