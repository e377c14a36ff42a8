import * as React from 'react';

import { splitCode } from './escape';

/** A text from the kernel or a sentence of ours, with the names in backticks as code. */
export function Message(props: { text: string }): JSX.Element {
  return (
    <>
      {splitCode(props.text).map((part, index) =>
        part.isCode ? (
          <code className="jp-Modulescope-code" key={index}>
            <bdi>{part.text}</bdi>
          </code>
        ) : (
          <React.Fragment key={index}>{part.text}</React.Fragment>
        )
      )}
    </>
  );
}
