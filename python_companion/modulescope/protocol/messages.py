# Generated from schema/protocol/messages.schema.json by scripts/generate.mjs.

from __future__ import annotations

from typing import Literal, TypeAlias

from typing_extensions import NotRequired, TypedDict

Id: TypeAlias = str


Text: TypeAlias = str


Name: TypeAlias = str


CellId: TypeAlias = str


Severity: TypeAlias = Literal['error', 'warning', 'info', 'hint']


Status: TypeAlias = Literal['static', 'live', 'stale']


class Position(TypedDict, closed=True):
    """
    Zero-based; `character` counts UTF-16 units.
    """

    line: int
    character: int


class Range(TypedDict, closed=True):
    start: Position
    end: Position


class CellRef(TypedDict, closed=True):
    """
    A cell, and the execution count of the run that is meant.
    """

    cell_id: CellId | None
    execution_count: int | None


class Place(TypedDict, closed=True):
    """
    A cell that a finding affects or relates to, with a short note.
    """

    cell: CellRef
    range: Range | None
    note: Text


class Edit(TypedDict, closed=True):
    cell_id: CellId
    range: Range
    text: str


class Fix(TypedDict, closed=True):
    """
    `edit` changes cell text in the front end, `run` executes cells again, `kernel` changes a live object after a confirmation.
    """

    title: Text
    kind: Literal['edit', 'run', 'kernel']
    safe: bool
    edits: list[Edit]
    run: list[CellRef]
    confirm: Text | None


Code: TypeAlias = str


ToldItem: TypeAlias = str


class Session(TypedDict, closed=True):
    """
    What the user chose for all pages of a kernel; a restart forgets it.
    """

    muted: list[Code]
    paused: bool
    told: list[ToldItem]


class Checked(TypedDict, closed=True):
    """
    When the live objects were read.
    """

    execution_count: int | None
    time: float


Capability: TypeAlias = str


class Hello(TypedDict, closed=True):
    """
    What the companion is and can; also the value of `install()`.
    """

    version: str
    protocol: int
    python: str
    executable: str
    torch: str | None
    capabilities: list[Capability]


class CellText(TypedDict, closed=True):
    cell_id: CellId
    source: str


class Chip(TypedDict, closed=True):
    """
    A deviation from the model's majority.
    """

    kind: Literal[
        'device',
        'dtype',
        'mode',
        'frozen',
        'half_frozen',
        'hooks',
        'shared',
        'meta',
        'lazy',
        'parametrized',
        'ghost',
        'cycle',
        'differs',
    ]
    text: Text


Finding1: TypeAlias = str


class Row(TypedDict, closed=True):
    """
    One row of a module tree.
    """

    fqn: Name
    name: Name
    depth: int
    kind: Literal['module', 'fold', 'ghost']
    class_name: Name
    shape: Text
    count: int
    note: Text
    numel: int
    bytes: int
    chips: list[Chip]
    num_children: int
    expanded: bool
    matched: bool
    findings: list[Finding1]


class Totals(TypedDict, closed=True):
    modules: int
    parameters: int
    buffers: int
    numel: int
    trainable: int
    trainable_numel: int
    bytes: int
    storage_bytes: int
    uninitialized: int
    hooks: dict[str, int]
    devices: list[str]
    dtypes: list[str]
    partial: bool


class ModelEntry(TypedDict, closed=True):
    """
    A model that the picker offers.
    """

    name: Name
    class_name: Name
    numel: int
    cell: CellRef | None


class TensorRow(TypedDict, closed=True):
    """
    A parameter or buffer of the subtree.
    """

    fqn: Name
    kind: Literal['parameter', 'buffer']
    shape: Text
    dtype: str
    device: str
    trainable: bool
    persistent: bool
    grad: Literal['none', 'set', 'not applicable']
    shared_with: Name | None
    optimizer: Name | None


class HookRow(TypedDict, closed=True):
    fqn: Name
    kind: str
    function: Name
    order: int
    owner: Literal['torch', 'ours', 'library', 'user', 'unknown']
    defined: Text
    defined_cell: CellRef | None
    defined_line: int | None
    registered_cell: CellRef | None
    source: str
    same_as_order: int | None


class Placement(TypedDict, closed=True):
    """
    How many tensors of a subtree share a device and dtype.
    """

    device: str
    dtype: str
    count: int


class Overview(TypedDict, closed=True):
    class_name: Name
    class_module: Name
    shape: Text
    class_cell: CellRef | None
    built_cell: CellRef | None
    totals: Totals
    placements: list[Placement]
    training: bool | None
    num_children: int


class ClientOpen(TypedDict, closed=True):
    """
    The first request on a comm.
    """

    kind: Literal['client.open']
    id: Id
    client: str
    path: Name
    version: str
    protocol: int


class ClientOpened(TypedDict, closed=True):
    kind: Literal['client.opened']
    id: Id
    hello: Hello


IgnoreItem: TypeAlias = str


EnableItem: TypeAlias = str


class NotebookCheck(TypedDict, closed=True):
    """
    Asks for all findings of a notebook. Sends only the cells whose text changed since the last request of this client.
    """

    kind: Literal['notebook.check']
    id: Id
    revision: int
    order: list[CellId]
    cells: list[CellText]
    live: bool
    min_severity: Severity
    ignore: list[IgnoreItem]
    enable: NotRequired[list[EnableItem]]


class ModelsList(TypedDict, closed=True):
    kind: Literal['models.list']
    id: Id


class ModelsListed(TypedDict, closed=True):
    """
    The models of the namespace, newest first.
    """

    kind: Literal['models.listed']
    id: Id
    models: list[ModelEntry]
    selected: Name | None


class Opened(TypedDict, closed=True):
    """
    A row that is open, and which member of a fold.
    """

    fqn: Name
    member: int


class TreeGet(TypedDict, closed=True):
    kind: Literal['tree.get']
    id: Id
    model: Name
    fqn: Name
    member: int
    query: Text
    limit: int
    open: NotRequired[list[Opened]]


class TreeRows(TypedDict, closed=True):
    kind: Literal['tree.rows']
    id: Id
    model: Name
    fqn: Name
    found: bool
    rows: list[Row]
    left_out: int
    matches: int | None
    problem: Text
    totals: Totals
    checked: Checked


class ModuleGet(TypedDict, closed=True):
    kind: Literal['module.get']
    id: Id
    model: Name
    fqn: Name


class ModuleDetails(TypedDict, closed=True):
    kind: Literal['module.details']
    id: Id
    model: Name
    fqn: Name
    overview: Overview | None
    tensors: list[TensorRow]
    tensors_left_out: int
    hooks: list[HookRow]
    hooks_left_out: int
    checked: Checked


class RuleGet(TypedDict, closed=True):
    kind: Literal['rule.get']
    id: Id
    code: str


class RuleSection(TypedDict, closed=True):
    heading: Text
    text: str


class RulePage(TypedDict, closed=True):
    kind: Literal['rule.page']
    id: Id
    code: str
    name: str
    severity: Severity
    title: Text
    sections: list[RuleSection]


class FixApply(TypedDict, closed=True):
    """
    Carries out the kernel action of a finding, after the user has confirmed it.
    """

    kind: Literal['fix.apply']
    id: Id
    finding: str
    fix: int


class FixApplied(TypedDict, closed=True):
    kind: Literal['fix.applied']
    id: Id
    done: bool
    message: Text


class SessionSet(TypedDict, closed=True):
    """
    Changes what the user chose for all pages of the kernel.
    """

    kind: Literal['session.set']
    id: Id
    mute: list[Code]
    unmute: list[Code]
    told: list[ToldItem]
    paused: bool | None


class SessionState(TypedDict, closed=True):
    kind: Literal['session.state']
    id: Id
    session: Session


class WatchSet(TypedDict, closed=True):
    """
    Begins, pauses or ends a recording, or sets the budget; with `none` it asks only.
    """

    kind: Literal['watch.set']
    id: Id
    action: Literal['none', 'start', 'stop', 'pause', 'resume']
    watch: str
    model: Name
    budget: float | None


class WatchState(TypedDict, closed=True):
    kind: Literal['watch.state']
    id: Id
    watch: str
    state: Literal['off', 'waiting', 'recording', 'paused']
    model: Name
    steps: int
    recorded: int
    overhead: float
    budget: float
    message: Text


class RunDone(TypedDict, closed=True):
    """
    A push after a cell ended, if torch is imported and a model or optimizer is alive.
    """

    kind: Literal['run.done']
    id: Id
    cell: CellRef
    changed: list[Name]
    session: Session


class ErrorReply(TypedDict, closed=True):
    kind: Literal['error']
    id: Id
    message: Text


class Unsupported(TypedDict, closed=True):
    """
    The answer to a kind that this peer does not know.
    """

    kind: Literal['unsupported']
    id: Id
    asked: str


class Finding(TypedDict, closed=True):
    id: str
    code: str
    name: str
    severity: Severity
    status: Status
    wasted: bool
    message: Text
    evidence: list[Text]
    silence: Text | None
    why: Text
    advice: Text
    fixes: list[Fix]
    cell: CellRef | None
    range: Range | None
    object: Name | None
    affects: list[Place]
    related: list[Place]
    checked: Checked | None


class NotebookFindings(TypedDict, closed=True):
    kind: Literal['notebook.findings']
    id: Id
    revision: int
    findings: list[Finding]
    confirmed: list[Text]
    checked: Checked | None
    live_ms: float
    slowed: bool
    failed: list[Text]
    unparsed: list[CellId]
    session: Session


Message: TypeAlias = (
    ClientOpen
    | ClientOpened
    | NotebookCheck
    | NotebookFindings
    | ModelsList
    | ModelsListed
    | TreeGet
    | TreeRows
    | ModuleGet
    | ModuleDetails
    | RuleGet
    | RulePage
    | FixApply
    | FixApplied
    | SessionSet
    | SessionState
    | WatchSet
    | WatchState
    | RunDone
    | ErrorReply
    | Unsupported
)
