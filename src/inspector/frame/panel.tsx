import { MainAreaWidget } from '@jupyterlab/apputils';
import { ReactWidget, SidePanel } from '@jupyterlab/ui-components';
import { MessageLoop } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { AccordionPanel, PanelLayout } from '@lumino/widgets';
import { Widget } from '@lumino/widgets';
import * as React from 'react';

import { modulesIcon } from '../../icons';
import { compareIcon } from '../parts/icons';
import type { IViewContext } from '../parts/context';
import { DetailsTitle, DetailsView } from '../details/section';
import { FooterView, ProblemCounts } from './footer';
import { HeaderView } from './header';
import type { CommandMenu } from '../parts/commandmenu';
import { PanelMenu, ProblemsMenu, RowMenu } from './menus';
import type { IMainOptions } from './mainview';
import { CompareMain, ModulesMain } from './mainview';
import type { InspectorModel } from './model';
import { ModulesCount, ModulesView } from '../tree/section';
import { ProblemsView } from '../problems/list';
import { Section } from '../parts/section';
import type {
  IPanelLayout,
  ISidebarContent,
  ISidebarServices
} from './sidebar';
import { ColumnMenu, FilterMenu } from '../tree/menus';

/** The panel itself: a header, three collapsible sections and a footer. */
export class InspectorPanel extends SidePanel implements ISidebarContent {
  constructor(options: InspectorPanel.IOptions) {
    super({ translator: options.services.translator });
    const { model, services } = options;
    this._model = model;
    this.addClass('jp-ModulescopePanel');
    this.content.addClass('jp-ModulescopePanel-sections');
    const rowMenu = new RowMenu({ model, services });
    const panelMenu = new PanelMenu({ model, services });
    const problemsMenu = new ProblemsMenu({ model, services });
    const filterMenu = new FilterMenu(model.filters);
    const columnMenu = new ColumnMenu(model, services.trans);
    this._menus = [rowMenu, panelMenu, problemsMenu, filterMenu, columnMenu];
    const context: IViewContext = (this._context = {
      trans: services.trans,
      locale: services.locale,
      get openDemo() {
        return services.openDemo;
      },
      get trust() {
        return services.trust;
      },
      editors: services.editors,
      rendermime: services.rendermime,
      copy: services.copy,
      openMuteMenu: services.openMuteMenu,
      openRowMenu: (node, x, y) => rowMenu.open(node, x, y),
      openFilterMenu: (field, choose) => filterMenu.openBelow(field, choose),
      openColumnMenu: (width, x, y) => columnMenu.openFor(width, x, y),
      runRowCommand: (name, node) => rowMenu.run(name, node),
      showDetails: () => this._showDetails(),
      openMain: services.openMain,
      leave: () => services.leave(model.current)
    });
    this._openMenu = (x, y) => panelMenu.open(x, y);
    this.header.addWidget(
      ReactWidget.create(
        <HeaderView
          model={model}
          context={context}
          openMenu={(x, y) => panelMenu.open(x, y)}
        />
      )
    );
    this._sections = makeSections(model, context, (x, y) =>
      problemsMenu.open(x, y)
    );
    this._sections.forEach(section => this.addWidget(section));
    this._follow();
    const footer = ReactWidget.create(
      <FooterView model={model} context={context} />
    );
    (this.layout as PanelLayout).addWidget(footer);
    this._observer.observe(this.content.node);
    this._accordion.setRelativeSizes(FIRST_SIZES);
    this._accordion.expansionToggled.connect(this._onLayout, this);
    this._accordion.handleMoved.connect(this._onLayout, this);
  }

  get layoutChanged(): ISignal<this, void> {
    return this._layoutChanged;
  }

  saveLayout(): IPanelLayout {
    return {
      sizes: this._accordion.relativeSizes(),
      expanded: this._sections.map(section => !section.isHidden)
    };
  }

  restoreLayout({ sizes, expanded }: IPanelLayout): void {
    this._sections.forEach((_, index) => {
      if (expanded[index] === false) {
        this._accordion.collapse(index);
      }
    });
    if (sizes.length === this._sections.length) {
      this._accordion.setRelativeSizes([...sizes]);
    }
  }

  createMain(id: string): Widget {
    const isCompare = id.endsWith('compare');
    const { trans } = this._context;
    const widget = new MainAreaWidget({
      content: isCompare
        ? new CompareMain(this._mainOptions())
        : this._createModules()
    });
    widget.id = id;
    widget.title.label = isCompare ? trans.__('Compare') : trans.__('Modules');
    widget.title.icon = isCompare ? compareIcon : modulesIcon;
    return widget;
  }

  focusContent(): void {
    const [first] = [FINDING, TREE_ROW, BUTTON]
      .map(selector => this.node.querySelector<HTMLElement>(selector))
      .filter(element => element !== null);
    first?.focus();
  }

  async reveal(model: string, fqn: string): Promise<void> {
    this._accordion.expand(MODULES);
    await this._model.modules.reveal(model, fqn);
    this.node.querySelector<HTMLElement>(TREE_ROW)?.focus();
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    const { attention, problems, modules, details } = this._model;
    [problems, modules, details].forEach(part =>
      attention.set(part, this, false)
    );
    this._observer.disconnect();
    this._menus.forEach(menu => menu.dispose());
    Signal.clearData(this);
    super.dispose();
  }

  /** What a section shows is only asked for while the section is in view. */
  private _follow(): void {
    const { problems, modules, details } = this._model;
    [problems, modules, details].forEach((part, index) => {
      this._sections[index].shownChanged.connect((_, isShown) => {
        this._model.attention.set(part, this, isShown);
      }, this);
    });
  }

  private _mainOptions(): IMainOptions {
    const { _model: model, _context: context, _openMenu: openMenu } = this;
    return { model, context, openMenu };
  }

  private _createModules(): ModulesMain {
    const main: ModulesMain = new ModulesMain({
      ...this._mainOptions(),
      // Details lie beside the tree there.
      context: Object.create(this._context, {
        showDetails: { value: () => main.focusDetails() }
      }) as IViewContext
    });
    return main;
  }

  private _showDetails(): void {
    this._accordion.expand(DETAILS);
    // A section that was collapsed draws itself after it is shown.
    requestAnimationFrame(() =>
      this._sections[DETAILS].node
        .querySelector<HTMLElement>('[role="tab"][tabindex="0"]')
        ?.focus()
    );
  }

  private _onLayout(): void {
    this._layoutChanged.emit();
  }

  private get _accordion(): AccordionPanel {
    return this.content as AccordionPanel;
  }

  private readonly _model: InspectorModel;
  private readonly _context: IViewContext;
  private readonly _openMenu: (x: number, y: number) => void;
  private readonly _sections: readonly Section[];
  private readonly _menus: readonly (RowMenu | CommandMenu)[];
  /** Notices and the footer come and go, which no layout is told. */
  private readonly _observer = new ResizeObserver(() => {
    MessageLoop.postMessage(this.content, Widget.ResizeMessage.UnknownSize);
  });
  private readonly _layoutChanged = new Signal<this, void>(this);
}

export namespace InspectorPanel {
  export interface IOptions {
    readonly model: InspectorModel;
    readonly services: ISidebarServices;
  }
}

function makeSections(
  model: InspectorModel,
  context: IViewContext,
  openProblemsMenu: (x: number, y: number) => void
): readonly Section[] {
  const { trans } = context;
  const problems = new Section({
    id: 'modulescope-problems',
    label: trans.__('Problems'),
    facts: ReactWidget.create(
      <ProblemCounts
        model={model}
        context={context}
        openMenu={openProblemsMenu}
      />
    ),
    draw: () => <ProblemsView model={model} context={context} />,
    trans
  });
  const modules = new Section({
    id: 'modulescope-modules',
    label: trans.__('Modules'),
    facts: ReactWidget.create(<ModulesCount model={model} context={context} />),
    draw: width => (
      <ModulesView model={model} context={context} width={width} />
    ),
    trans
  });
  const details = new Section({
    id: 'modulescope-details',
    label: trans.__('Details'),
    facts: ReactWidget.create(<DetailsTitle model={model} />),
    draw: () => <DetailsView model={model} context={context} />,
    trans
  });
  return [problems, modules, details];
}

const MODULES = 1;
const DETAILS = 2;
const FIRST_SIZES = [0.3, 0.36, 0.34];
const FINDING = '[data-finding][tabindex="0"]';
const TREE_ROW = '[role="treeitem"][tabindex="0"]';
const BUTTON = 'button:not([disabled])';
