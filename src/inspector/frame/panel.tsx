import { MainAreaWidget } from '@jupyterlab/apputils';
import { ReactWidget, SidePanel } from '@jupyterlab/ui-components';
import type { IDisposable } from '@lumino/disposable';
import { MessageLoop } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { AccordionPanel, PanelLayout } from '@lumino/widgets';
import { Widget } from '@lumino/widgets';
import * as React from 'react';

import { modulesIcon } from '../../icons';
import type { IViewContext } from '../parts/context';
import { compareIcon } from '../parts/icons';
import type { Section } from '../parts/section';
import { ColumnMenu, FilterMenu } from '../tree/menus';
import type { IAttended } from './attention';
import { FooterView } from './footer';
import { HeaderView } from './header';
import { CompareMain, ModulesMain } from './mainview';
import { PanelMenu, ProblemsMenu } from './menus';
import type { InspectorModel } from './model';
import { RowMenu } from './rowmenu';
import type { ISection } from './sections';
import { SECTIONS, sidebarSection } from './sections';
import type {
  IPanelLayout,
  ISidebarContent,
  ISidebarServices
} from './sidebar';

/** The panel itself: a header, three collapsible sections and a footer. */
export class InspectorPanel extends SidePanel implements ISidebarContent {
  constructor({ model, services }: InspectorPanel.IOptions) {
    super({ translator: services.translator });
    this._model = model;
    this.addClass('jp-ModulescopePanel');
    this.content.addClass('jp-ModulescopePanel-sections');
    const context = (this._context = this._makeContext(services));
    const { notebook } = model;
    this.header.addWidget(
      ReactWidget.create(<HeaderView notebook={notebook} context={context} />)
    );
    this._sections = SECTIONS.map(make => {
      const section = make(model);
      return { section, widget: sidebarSection(section, context) };
    });
    this._sections.forEach(({ widget }) => this.addWidget(widget));
    this._follow();
    (this.layout as PanelLayout).addWidget(
      ReactWidget.create(<FooterView notebook={notebook} context={context} />)
    );
    this._observer.observe(this.content.node);
    this._accordion.setRelativeSizes(
      this._sections.map(({ section }) => section.share)
    );
    this._accordion.expansionToggled.connect(this._onLayout, this);
    this._accordion.handleMoved.connect(this._onLayout, this);
  }

  get layoutChanged(): ISignal<this, void> {
    return this._layoutChanged;
  }

  saveLayout(): IPanelLayout {
    return {
      sizes: this._accordion.relativeSizes(),
      expanded: this._sections.map(({ widget }) => !widget.isHidden)
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
        ? new CompareMain({ model: this._model, context: this._context })
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
    this._expand(this._model.modules);
    await this._model.modules.reveal(model, fqn);
    this.node.querySelector<HTMLElement>(TREE_ROW)?.focus();
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._sections.forEach(({ section }) =>
      this._model.attention.set(section.model, this, false)
    );
    this._observer.disconnect();
    this._menus.forEach(menu => menu.dispose());
    super.dispose();
  }

  /** What a section shows is only asked for while the section is in view. */
  private _follow(): void {
    this._sections.forEach(({ section, widget }) => {
      widget.shownChanged.connect((_, isShown) => {
        this._model.attention.set(section.model, this, isShown);
      }, this);
    });
  }

  /** Opens the section of a model. */
  private _expand(model: IAttended): Section {
    const index = this._sections.findIndex(
      ({ section }) => section.model === model
    );
    this._accordion.expand(index);
    return this._sections[index].widget;
  }

  /** What the views may do with the panel and the application. */
  private _makeContext(services: ISidebarServices): IViewContext {
    const { notebook, columns, filters } = this._model;
    const options = { ...this._model, services };
    const rowMenu = new RowMenu(options);
    const panelMenu = new PanelMenu(options);
    const problemsMenu = new ProblemsMenu(options);
    const filterMenu = new FilterMenu(filters);
    const columnMenu = new ColumnMenu(columns, services.trans);
    this._menus = [rowMenu, panelMenu, problemsMenu, filterMenu, columnMenu];
    return {
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
      openPanelMenu: (x, y) => panelMenu.open(x, y),
      openProblemsMenu: (x, y) => problemsMenu.open(x, y),
      openRowMenu: (node, x, y) => rowMenu.open(node, x, y),
      openFilterMenu: (field, choose) => filterMenu.openBelow(field, choose),
      openColumnMenu: (width, x, y) => columnMenu.openFor(width, x, y),
      runRowCommand: (name, node) => rowMenu.run(name, node),
      showDetails: () => this._showDetails(),
      openMain: services.openMain,
      leave: () => services.leave(notebook.current)
    };
  }

  private _createModules(): ModulesMain {
    const main: ModulesMain = new ModulesMain({
      model: this._model,
      // Details lie beside the tree there.
      context: Object.create(this._context, {
        showDetails: { value: () => main.focusDetails() }
      }) as IViewContext
    });
    return main;
  }

  private _showDetails(): void {
    const details = this._expand(this._model.details);
    // A section that was collapsed draws itself after it is shown.
    requestAnimationFrame(() =>
      details.node
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
  private readonly _sections: readonly {
    readonly section: ISection;
    readonly widget: Section;
  }[];
  private _menus: readonly IDisposable[] = [];
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

const FINDING = '[data-finding][tabindex="0"]';
const TREE_ROW = '[role="treeitem"][tabindex="0"]';
const BUTTON = 'button:not([disabled])';
