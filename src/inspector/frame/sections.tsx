import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';
import * as React from 'react';

import { CompareView } from '../compare/view';
import { DetailsTitle, DetailsView } from '../details/section';
import { WatchNote } from '../details/watchnote';
import type { IViewContext } from '../parts/context';
import { Section } from '../parts/section';
import { ProblemsView } from '../problems/list';
import { ModulesCount, ModulesView } from '../tree/section';
import type { IAttended } from './attention';
import { ProblemCounts } from './footer';
import type { InspectorModel } from './model';

/** What the panel is divided into: each has a name, its model, and how it is drawn. */
export interface ISection {
  readonly id: string;
  readonly label: (trans: TranslationBundle) => string;

  /** What asks the kernel only while the section is in view. */
  readonly model: IAttended;

  /** The right end of the title, in the sidebar. */
  readonly facts: (context: IViewContext) => JSX.Element;

  /** Draws the body for a width in pixels. */
  readonly view: (context: IViewContext, width: number) => JSX.Element;

  /** Its part of the sidebar's height at first. */
  readonly share: number;
}

export function problemsSection(model: InspectorModel): ISection {
  const { notebook, problems } = model;
  return {
    id: 'problems',
    label: trans => trans.__('Problems'),
    model: problems,
    facts: context => (
      <ProblemCounts
        notebook={notebook}
        problems={problems}
        context={context}
      />
    ),
    view: context => (
      <ProblemsView notebook={notebook} problems={problems} context={context} />
    ),
    share: 0.3
  };
}

export function modulesSection(model: InspectorModel): ISection {
  const { notebook, modules, gradients, filters, columns, watch } = model;
  return {
    id: 'modules',
    label: trans => trans.__('Modules'),
    model: modules,
    facts: context => <ModulesCount modules={modules} context={context} />,
    view: (context, width) => (
      <ModulesView
        notebook={notebook}
        modules={modules}
        gradients={gradients}
        filters={filters}
        chosen={columns}
        note={<WatchNote watch={watch} context={context} />}
        context={context}
        width={width}
      />
    ),
    share: 0.36
  };
}

export function detailsSection(model: InspectorModel): ISection {
  const { notebook, modules, details, tabs, gate } = model;
  return {
    id: 'details',
    label: trans => trans.__('Details'),
    model: details,
    facts: () => <DetailsTitle details={details} modules={modules} />,
    view: context => (
      <DetailsView
        notebook={notebook}
        modules={modules}
        details={details}
        tabs={tabs}
        gate={gate}
        context={context}
      />
    ),
    share: 0.34
  };
}

/** The sections of the sidebar, from top to bottom. */
export const SECTIONS: readonly ((model: InspectorModel) => ISection)[] = [
  problemsSection,
  modulesSection,
  detailsSection
];

/** Two snapshots beside each other; the main area alone has room for it. */
export function compareView(
  model: InspectorModel,
  context: IViewContext
): JSX.Element {
  const { notebook, modules, compare, gate } = model;
  return (
    <CompareView
      notebook={notebook}
      modules={modules}
      compare={compare}
      gate={gate}
      context={context}
    />
  );
}

/** Draws a section in the sidebar, with facts in its title. */
export function sidebarSection(
  section: ISection,
  context: IViewContext
): Section {
  return drawn(section, context, {
    id: `modulescope-${section.id}`,
    facts: ReactWidget.create(section.facts(context))
  });
}

/** Draws a section in the main area, where it has no title. */
export function mainSection(section: ISection, context: IViewContext): Section {
  return drawn(section, context, {
    id: `modulescope-main-${section.id}`,
    facts: new Widget()
  });
}

function drawn(
  { label, view }: ISection,
  context: IViewContext,
  options: Pick<Section.IOptions, 'id' | 'facts'>
): Section {
  const { trans } = context;
  return new Section({
    ...options,
    label: label(trans),
    draw: width => view(context, width),
    trans
  });
}
