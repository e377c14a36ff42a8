"""Faults of hooks, in scripts around a class."""

from __future__ import annotations

from .fault import Fault, kind

_MODEL = "model = {cls}(config)\n"
_RUN = "\noutput = model(batch)\nhandle.remove()"

KINDS = [
    kind(
        "NN201",
        "a hook that keeps the graph",
        also="NN212 NN215",
        styles="renamed, function",
        by_key=Fault(
            script=_MODEL + "features = {}\n\n\ndef keep(module, args, output):\n"
            '    features["out"] = output§\n\n\n'
            "handle = model.register_forward_hook(keep)" + _RUN
        ),
        append=Fault(
            script=_MODEL + "features = []\n\n\ndef keep(module, args, output):\n"
            "    features.append(output)§\n\n\n"
            "handle = model.register_forward_hook(keep)" + _RUN
        ),
        lambda_=Fault(
            script=_MODEL + "features = []\n"
            "handle = model.register_forward_hook(lambda m, i, o: features.append(o))§"
            + _RUN
        ),
        factory=Fault(
            script=_MODEL + "features = {}\n\n\ndef make(name):\n"
            "    def keep(module, args, output):\n        features[name] = output§\n\n"
            '    return keep\n\n\nhandle = model.register_forward_hook(make("out"))'
            + _RUN
        ),
        in_a_loop=Fault(
            script=_MODEL + "features = {}\n\n\ndef make(name):\n"
            "    def keep(module, args, output):\n        features[name] = output§\n\n"
            "    return keep\n\n\nhandles = []\n"
            "for name, module in model.named_modules():\n"
            "    handles.append(module.register_forward_hook(make(name)))\n"
            "output = model(batch)\nfor handle in handles:\n    handle.remove()"
        ),
    ),
    kind(
        "NN202",
        "a hook without a handle",
        styles="renamed",
        in_a_script=Fault(
            script=_MODEL + "\n\ndef show(module, args, output):\n"
            "    print(type(module).__name__)\n\n\nmodel.register_forward_hook(show)§"
        ),
        in_a_loop=Fault(
            script=_MODEL + "\n\ndef show(module, args, output):\n"
            "    print(type(module).__name__)\n\n\nfor module in model.modules():\n"
            "    module.register_forward_hook(show)§"
        ),
        in_forward=Fault(
            method="def _show(self, module, args, output):\n    print(output.shape)",
            after="self.{child}.register_forward_hook(self._show)§",
        ),
        in_a_function=Fault(
            script=_MODEL + "\n\ndef show(module, args, output):\n"
            "    print(type(module).__name__)\n\n\ndef trace(batch):\n"
            "    model.register_forward_hook(show)§\n    return model(batch)\n\n\n"
            "trace(batch)"
        ),
        lambda_=Fault(
            script=_MODEL
            + "model.register_forward_pre_hook(lambda m, args: print(len(args)))§"
        ),
    ),
    kind(
        "NN204",
        "a full backward hook around an in-place change",
        styles="renamed",
        augmented=Fault(
            after="{h} += 1§",
            script=_MODEL
            + "handle = model.{child}.register_full_backward_hook(print)§",
        ),
        method=Fault(
            after="{h}.mul_(2)§",
            script=_MODEL
            + "handle = model.{child}.register_full_backward_hook(print)§",
        ),
        layer=Fault(
            script="act = nn.ReLU(inplace=True)§\n"
            "handle = act.register_full_backward_hook(print)§"
        ),
    ),
    kind(
        "NN205",
        "a hook whose return value replaces the output",
        also="NN212 NN215",
        styles="renamed, function",
        detached=Fault(
            script=_MODEL + "\n\ndef look(module, args, output):\n"
            "    print(output.shape)\n    return output.detach()§\n\n\n"
            "handle = model.register_forward_hook(look)§" + _RUN
        ),
        setdefault=Fault(
            script=_MODEL + "seen = {}\nhandle = model.register_forward_hook("
            'lambda m, args, output: seen.setdefault("out", output.detach()))§' + _RUN
        ),
        lambda_=Fault(
            script=_MODEL
            + "handle = model.register_forward_hook(lambda m, i, o: o.cpu())§"
            + _RUN
        ),
        on_a_child=Fault(
            after="",
            method="def _look(self, module, args, output):\n"
            "    self.seen = output.shape\n    return output.detach()§",
            init="self.extra = nn.Linear(4, 4)\n"
            "self.handle = self.extra.register_forward_hook(self._look)§",
        ),
    ),
    kind(
        "NN207",
        "a capture that an in-place layer changes",
        also="NN212 NN215",
        styles="renamed, alias",
        sequential=Fault(
            script="stem = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(inplace=True))\n"
            "features = {}\n\n\ndef keep(module, args, output):\n"
            '    features["conv"] = output.detach()§\n\n\n'
            "handle = stem[0].register_forward_hook(keep)§\noutput = stem(batch)\n"
            "handle.remove()"
        ),
        in_forward=Fault(
            after="{h} = F.relu({h}, inplace=True)",
            script=_MODEL + "features = {}\n\n\ndef keep(module, args, output):\n"
            '    features["out"] = output.detach()§\n\n\n'
            "handle = model.{child}.register_forward_hook(keep)§" + _RUN,
        ),
        augmented=Fault(
            after="{h} += 1",
            script=_MODEL + "features = []\n"
            "handle = model.{child}.register_forward_hook("
            "lambda m, i, o: features.append(o.detach()))§" + _RUN,
        ),
    ),
    kind(
        "NN210",
        "a state dict hook that removes itself",
        styles="local base",
        load=Fault(
            init="self._first = self.register_load_state_dict_pre_hook(self._seen)§",
            method="def _seen(self, *args):\n    self._first.remove()§",
        ),
        post=Fault(
            script=_MODEL + "\n\ndef once(module, keys):\n    handle.remove()§\n\n\n"
            "handle = model.register_load_state_dict_post_hook(once)§"
        ),
        state=Fault(
            script=_MODEL + "\n\ndef once(module, state, prefix, metadata):\n"
            "    handle.remove()§\n\n\n"
            "handle = model.register_state_dict_post_hook(once)§"
        ),
    ),
    kind(
        "NN211",
        "a legacy backward hook",
        styles="renamed, function",
        in_a_script=Fault(
            script=_MODEL + "handle = model.register_backward_hook(print)§"
        ),
        in_a_loop=Fault(
            script=_MODEL + "handles = []\nfor module in model.modules():\n"
            "    handles.append(module.register_backward_hook(print))§"
        ),
        in_init=Fault(
            init="self.extra = nn.Linear(4, 4)\n"
            "self.handle = self.extra.register_backward_hook(print)§"
        ),
        comprehension=Fault(
            script=_MODEL
            + "handles = [m.register_backward_hook(print) for m in model.modules()]§"
        ),
    ),
    kind(
        "NN212",
        "a hook that stays when its body raises",
        # Some of the classes return a tuple, which has no `shape`.
        also="NN215",
        styles="renamed",
        function=Fault(
            script=_MODEL + "\n\ndef record(batch):\n    shapes = []\n"
            "    handle = model.register_forward_hook(\n"
            "        lambda m, i, o: shapes.append(tuple(o.shape))\n    )§\n"
            "    model(batch)\n    handle.remove()§\n    return shapes"
        ),
        method=Fault(
            method="def shapes(self, value):\n    found = []\n"
            "    handle = self.register_forward_hook(\n"
            "        lambda m, i, o: found.append(tuple(o.shape))\n    )§\n"
            "    self(value)\n    handle.remove()§\n    return found"
        ),
        several=Fault(
            script=_MODEL + "\n\ndef record(batch):\n    shapes = []\n"
            "    handles = [\n        m.register_forward_hook(\n"
            "            lambda m, i, o: shapes.append(type(o))\n        )\n"
            "        for m in model.modules()\n    ]§\n    model(batch)\n"
            "    for handle in handles:\n        handle.remove()§\n    return shapes"
        ),
    ),
    kind(
        "NN215",
        "a hook that takes a tuple for a tensor",
        also="NN212 NN215",
        styles="renamed, alias",
        lstm=Fault(
            script="rnn = nn.LSTM(4, 8)\nshapes = []\n\n\n"
            "def look(module, args, output):\n    shapes.append(output.shape)§\n\n\n"
            "handle = rnn.register_forward_hook(look)§\noutput = rnn(batch)\n"
            "handle.remove()"
        ),
        attention=Fault(
            script="attention = nn.MultiheadAttention(8, 2)\nkept = {}\n\n\n"
            "def look(module, args, output):\n"
            '    kept["out"] = output.detach()§\n\n\n'
            "handle = attention.register_forward_hook(look)§\n"
            "output = attention(batch, batch, batch)\nhandle.remove()"
        ),
        lambda_=Fault(
            script="rnn = nn.GRU(4, 8)\nkept = []\n"
            "handle = rnn.register_forward_hook("
            "lambda m, i, o: kept.append(o.detach().clone()))§\noutput = rnn(batch)\n"
            "handle.remove()"
        ),
        child=Fault(
            init="self.memory = nn.LSTM(4, 8)",
            first="{x}, _ = self.memory({x})",
            script=_MODEL + "shapes = []\n\n\ndef look(module, args, output):\n"
            "    shapes.append(output.shape)§\n\n\n"
            "handle = model.memory.register_forward_hook(look)§" + _RUN,
        ),
    ),
    kind(
        "NN604",
        "a hook on every module of the kernel",
        styles="",
        forward=Fault(
            script="torch.nn.modules.module.register_module_forward_hook(print)§"
        ),
        pre=Fault(
            script="from torch.nn.modules.module import "
            "register_module_forward_pre_hook\n\n"
            "register_module_forward_pre_hook(print)§"
        ),
        alias=Fault(
            script="import torch.nn.modules.module as every\n\n"
            "every.register_module_full_backward_hook(print)§"
        ),
    ),
]
