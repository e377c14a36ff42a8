"""Classes that lie, raise or are loud."""

from torch import nn

from .cases import RAN, Block, case, ran


class Loudly(nn.Module):
    """Every way to look at it is written down and raises."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(2, 2)

    def _trap(self, *args, **extra):
        ran("trap")
        raise RuntimeError("trap")

    __repr__ = __str__ = __len__ = __bool__ = __eq__ = __iter__ = _trap
    __contains__ = __getitem__ = __dir__ = __format__ = __sizeof__ = _trap
    extra_repr = named_modules = modules = children = named_children = _trap
    parameters = named_parameters = buffers = named_buffers = state_dict = _trap
    _get_name = __reduce_ex__ = forward = _trap

    def __hash__(self):
        ran("__hash__")
        raise RuntimeError("trap")

    @property
    def width(self):
        ran("width")
        raise RuntimeError("trap")


@case(counts=False)
def loud():
    return Loudly()


@case(counts=False)
def loud_child():
    model = Block()
    model._modules["loud"] = Loudly()
    RAN.clear()
    return model


class Attribute(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(2, 2)
        RAN.clear()

    def __getattr__(self, name):
        ran(f"__getattr__ {name}")
        return super().__getattr__(name)

    def __getattribute__(self, name):
        ran(f"__getattribute__ {name}")
        return super().__getattribute__(name)


@case(counts=False)
def attribute_access():
    model = Attribute()
    RAN.clear()
    return model


class DictProperty(nn.Module):
    @property
    def __dict__(self):
        ran("__dict__")
        raise RuntimeError("trap")


@case(counts=False)
def property_named_dict():
    model = nn.Module.__new__(DictProperty)
    return nn.ModuleList([model])


class ClassProperty(nn.Module):
    @property
    def __class__(self):
        ran("__class__")
        return int


@case
def lying_class():
    RAN.clear()
    model = nn.Module()
    model._modules["liar"] = ClassProperty()
    RAN.clear()
    return model


class Meta(type):
    @property
    def __name__(cls):
        ran("__name__")
        raise RuntimeError("trap")

    @property
    def __module__(cls):
        ran("__module__")
        raise RuntimeError("trap")

    def __hash__(cls):
        ran("metaclass __hash__")
        raise RuntimeError("trap")

    def __eq__(cls, other):
        ran("metaclass __eq__")
        raise RuntimeError("trap")

    def __instancecheck__(cls, instance):
        ran("__instancecheck__")
        raise RuntimeError("trap")

    def __subclasscheck__(cls, subclass):
        ran("__subclasscheck__")
        raise RuntimeError("trap")

    def mro(cls):
        return type.mro(cls)


@case(counts=False)
def hostile_metaclass():
    cls = Meta("Hostile", (nn.Module,), {})
    model = nn.Module()
    child = cls.__new__(cls)
    nn.Module.__init__(child)
    model._modules["child"] = child
    model.plain = cls.__new__(cls)
    RAN.clear()
    return model
