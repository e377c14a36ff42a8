import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A cell that trains until its test has seen what it wants to see, at most 100 s. */
export class Training {
  constructor(name: string) {
    this._file = join(process.env.MODULESCOPE_UI_ROOT ?? '', `${name}.end`);
    rmSync(this._file, { force: true });
    this.source = `
  import os, time

  optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
  inputs = torch.randn(16, 4)
  latest = time.monotonic() + 100
  while not os.path.exists(${JSON.stringify(this._file)}) and time.monotonic() < latest:
      optimizer.zero_grad()
      model(inputs).square().mean().backward()
      optimizer.step()
  print("trained")
`;
  }

  readonly source: string;

  /** Ends the loop. */
  end(): void {
    writeFileSync(this._file, '');
  }

  private readonly _file: string;
}
