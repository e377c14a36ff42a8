import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '..', 'kernels');

interface IKernelSpec {
  argv: string[];
  display_name: string;
  language: string;
  env?: Record<string, string>;
}

function python(name: string, ...args: string[]): IKernelSpec {
  return {
    argv: ['python', ...args, '-f', '{connection_file}'],
    display_name: name,
    language: 'python'
  };
}

function threads(n: number): IKernelSpec {
  const spec = python(`Python, ${n} torch threads`, '-m', 'ipykernel_launcher');
  return { ...spec, env: { OMP_NUM_THREADS: String(n) } };
}

function without(...packages: string[]): IKernelSpec {
  const script = join(folder, 'without.py');
  return python(
    `Python without ${packages.join(', ')}`,
    script,
    packages.join(',')
  );
}

/** Kernels by the name that a notebook asks for. */
const specs: Record<string, IKernelSpec> = {
  'threads-1': threads(1),
  'threads-2': threads(2),
  'without-companion': without('modulescope'),
  'without-torch': without('torch'),
  'broken-companion': {
    ...python('Python, broken companion', '-m', 'ipykernel_launcher'),
    env: { PYTHONPATH: join(folder, 'broken') }
  },
  echo: {
    argv: ['python', join(folder, 'echo.py'), '-f', '{connection_file}'],
    display_name: 'Echo',
    language: 'echo'
  }
};

/** Writes the kernel specs of the tests into a folder that Jupyter reads. */
export function installKernels(target: string): void {
  for (const [name, spec] of Object.entries(specs)) {
    mkdirSync(join(target, name), { recursive: true });
    writeFileSync(join(target, name, 'kernel.json'), JSON.stringify(spec));
  }
}
