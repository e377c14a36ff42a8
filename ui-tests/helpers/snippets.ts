/** Cells that several tests use; small, seeded, on the CPU. */

/** A module that hides its layers in a plain list (NN102). */
export const hiddenLayers = `
  import torch
  from torch import nn

  class Net(nn.Module):
      def __init__(self):
          super().__init__()
          self.layers = [nn.Linear(4, 4), nn.Linear(4, 4)]
          self.head = nn.Linear(4, 2)

      def forward(self, x):
          for layer in self.layers:
              x = layer(x).relu()
          return self.head(x)
`;

/** The same, with every layer registered. */
export const registeredLayers = hiddenLayers.replace(
  '[nn.Linear(4, 4), nn.Linear(4, 4)]',
  'nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 4)])'
);

export const buildNet = `
  torch.manual_seed(0)
  model = Net()
`;

/** A training loop of a given number of seconds. */
export function trainFor(seconds: number): string {
  return `
  import time

  optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
  inputs = torch.randn(16, 4)
  end = time.monotonic() + ${seconds}
  while time.monotonic() < end:
      optimizer.zero_grad()
      model(inputs).square().mean().backward()
      optimizer.step()
  print("trained")
`;
}

/** A notebook whose optimizer belongs to an older model (NN501). */
export const staleOptimizer = [
  registeredLayers,
  buildNet,
  'optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)',
  'model = Net()  # try again with a fresh model',
  `
  for step in range(5):
      loss = model(torch.randn(8, 4)).pow(2).mean()
      optimizer.zero_grad()
      loss.backward()
      optimizer.step()
`
];

/** A class that hides a layer in a plain list (NN102), and an instance of it. */
export function hiding(name: string): string {
  return `
  class ${name}(nn.Module):
      def __init__(self):
          super().__init__()
          self.layers = [nn.Linear(2, 2)]

  ${name.toLowerCase()} = ${name}()
`;
}
