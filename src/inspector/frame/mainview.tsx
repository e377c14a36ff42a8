import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { BoxLayout, BoxPanel, SplitPanel, Widget } from '@lumino/widgets';
import * as React from 'react';

import { CompareView } from '../compare/view';
import type { IViewContext } from '../parts/context';
import { DetailsView } from '../details/section';
import { HeaderView } from './header';
import type { InspectorModel } from './model';
import { ModulesView } from '../tree/section';
import { Section } from '../parts/section';

/** What the views in the main area are made from. */
export interface IMainOptions {
  readonly model: InspectorModel;
  readonly context: IViewContext;
  readonly openMenu: (x: number, y: number) => void;
}

/** Tree and details side by side, in the main area. */
export class ModulesMain extends BoxPanel {
  constructor(options: IMainOptions) {
    super({ direction: 'top-to-bottom', spacing: 0 });
    const { model, context, openMenu } = options;
    this.addClass('jp-ModulescopePanel');
    this.addClass('jp-ModulescopeMain');
    const header = ReactWidget.create(
      <HeaderView model={model} context={context} openMenu={openMenu} />
    );
    const split = new SplitPanel({ orientation: 'horizontal', spacing: 4 });
    this._split = split;
    const { trans } = context;
    const modules = new Section({
      id: 'modulescope-main-modules',
      label: trans.__('Modules'),
      facts: new Widget(),
      draw: width => (
        <ModulesView model={model} context={context} width={width} />
      ),
      trans
    });
    this._details = new Section({
      id: 'modulescope-main-details',
      label: trans.__('Details'),
      facts: new Widget(),
      draw: () => <DetailsView model={model} context={context} />,
      trans
    });
    modules.shownChanged.connect((_, isShown) =>
      model.attention.set(model.modules, modules, isShown)
    );
    this._details.shownChanged.connect((_, isShown) =>
      model.attention.set(model.details, this._details, isShown)
    );
    split.addWidget(modules);
    split.addWidget(this._details);
    split.setRelativeSizes([0.6, 0.4]);
    this.addWidget(header);
    this.addWidget(split);
    BoxLayout.setStretch(header, 0);
    BoxLayout.setStretch(split, 1);
    BoxLayout.setSizeBasis(header, HEADER_PX);
  }

  /** Moves the focus to the open tab of the details. */
  focusDetails(): void {
    this._details.node
      .querySelector<HTMLElement>('[role="tab"][tabindex="0"]')
      ?.focus();
  }

  protected onActivateRequest(msg: Message): void {
    super.onActivateRequest(msg);
    const row = '[role="treeitem"][tabindex="0"]';
    const first =
      this.node.querySelector<HTMLElement>(row) ??
      this.node.querySelector<HTMLElement>('button:not([disabled])');
    first?.focus();
  }

  /** In a narrow area the details go below the tree. */
  protected onResize(msg: Widget.ResizeMessage): void {
    super.onResize(msg);
    const width = msg.width < 0 ? this.node.offsetWidth : msg.width;
    this._split.orientation = width < BESIDE_PX ? 'vertical' : 'horizontal';
  }

  private readonly _split: SplitPanel;
  private readonly _details: Section;
}

/** Two snapshots beside each other, in the main area. */
export class CompareMain extends Section {
  constructor({ model, context }: IMainOptions) {
    super({
      id: 'modulescope-compare',
      label: context.trans.__('Compare'),
      facts: new Widget(),
      draw: () => <CompareView model={model} context={context} />,
      trans: context.trans
    });
    this.addClass('jp-ModulescopePanel');
    this.shownChanged.connect((_, isShown) => {
      model.attention.set(model.compare, this, isShown);
      // Which models there are is asked for by their picker only.
      model.attention.set(model.modules, this, isShown);
    });
  }

  protected onActivateRequest(msg: Message): void {
    super.onActivateRequest(msg);
    this.node.querySelector<HTMLElement>('select, button')?.focus();
  }
}

/** From here on the tree keeps room for its chips beside the details. */
const BESIDE_PX = 720;
/** The title and the line with the notebook; notices make it taller. */
const HEADER_PX = 58;
