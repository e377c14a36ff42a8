import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { BoxLayout, BoxPanel, SplitPanel, Widget } from '@lumino/widgets';
import * as React from 'react';

import type { IViewContext } from '../parts/context';
import { Section } from '../parts/section';
import { HeaderView } from './header';
import type { InspectorModel } from './model';
import {
  compareView,
  detailsSection,
  mainSection,
  modulesSection
} from './sections';

/** What the views in the main area are made from. */
export interface IMainOptions {
  readonly model: InspectorModel;
  readonly context: IViewContext;
}

/** Tree and details side by side, in the main area. */
export class ModulesMain extends BoxPanel {
  constructor({ model, context }: IMainOptions) {
    super({ direction: 'top-to-bottom', spacing: 0 });
    this.addClass('jp-ModulescopePanel');
    this.addClass('jp-ModulescopeMain');
    const header = ReactWidget.create(
      <HeaderView notebook={model.notebook} context={context} />
    );
    const split = new SplitPanel({ orientation: 'horizontal', spacing: 4 });
    this._split = split;
    const [modules, details] = [modulesSection, detailsSection].map(make => {
      const section = make(model);
      const widget = mainSection(section, context);
      widget.shownChanged.connect((_, isShown) =>
        model.attention.set(section.model, widget, isShown)
      );
      return widget;
    });
    this._details = details;
    split.addWidget(modules);
    split.addWidget(details);
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
      draw: () => compareView(model, context),
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
