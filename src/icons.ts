import { LabIcon } from '@jupyterlab/ui-components';

import affectedSvg from '../style/icons/affected.svg';
import boltSvg from '../style/icons/bolt.svg';
import caretDownSvg from '../style/icons/caret-down.svg';
import errorSvg from '../style/icons/error.svg';
import errorStaleSvg from '../style/icons/error-stale.svg';
import infoSvg from '../style/icons/info.svg';
import modulesSvg from '../style/icons/modules.svg';
import pauseSvg from '../style/icons/pause.svg';
import pencilSvg from '../style/icons/pencil.svg';
import playSvg from '../style/icons/play.svg';
import relatedSvg from '../style/icons/related.svg';
import warningSvg from '../style/icons/warning.svg';
import warningStaleSvg from '../style/icons/warning-stale.svg';

/** An icon of this product; `style/icons` holds the drawings. */
export function icon(name: string, svgstr: string): LabIcon {
  return new LabIcon({ name: `modulescope:${name}`, svgstr });
}

export const affectedIcon = icon('affected', affectedSvg);
export const boltIcon = icon('bolt', boltSvg);
export const caretDownIcon = icon('caret-down', caretDownSvg);
export const errorIcon = icon('error', errorSvg);
export const errorStaleIcon = icon('error-stale', errorStaleSvg);
export const infoIcon = icon('info', infoSvg);
export const modulesIcon = icon('modules', modulesSvg);
export const pauseIcon = icon('pause', pauseSvg);
export const pencilIcon = icon('pencil', pencilSvg);
export const playIcon = icon('play', playSvg);
export const relatedIcon = icon('related', relatedSvg);
export const warningIcon = icon('warning', warningSvg);
export const warningStaleIcon = icon('warning-stale', warningStaleSvg);
