# Generated from schema/protocol/*.schema.json by scripts/generate.mjs.

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
    kind: Literal['module', 'fold', 'ghost', 'none']
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
    health: Literal['unknown', 'normal', 'look', 'finding']
    health_text: Text
    health_count: int


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


class KeptAlive(TypedDict, closed=True):
    """
    A model that has lost its name, and that something still holds.
    """

    bytes: int
    since_cell: CellRef | None


class ModelEntry(TypedDict, closed=True):
    """
    A model that the picker offers.
    """

    name: Name
    path: Name
    key: str
    class_name: Name
    numel: int
    cell: CellRef | None
    kept: KeptAlive | None


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
    grad: Literal['none', 'set', 'unknown', 'not applicable']
    shared_with: Name | None
    optimizer: Name | None


class HookRow(TypedDict, closed=True):
    fqn: Name
    hook: str
    kind: str
    function: Name
    order: int
    with_kwargs: bool
    always_called: bool
    owner: str
    removable: bool
    kept: str
    held_bytes: int | None
    defined: Text
    defined_cell: CellRef | None
    defined_line: int | None
    registered_cell: CellRef | None
    registered_line: int | None
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
    settings: Text
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


MutedItem: TypeAlias = str


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
    muted: NotRequired[list[MutedItem]]
    keeps_ids: NotRequired[bool]


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


class Span(TypedDict, closed=True):
    """
    A part of a text, in UTF-16 units.
    """

    start: int
    end: int


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
    bad_terms: list[Span]
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


class HookRemove(TypedDict, closed=True):
    """
    Takes one hook off; only when the kernel is idle.
    """

    kind: Literal['hook.remove']
    id: Id
    model: Name
    fqn: Name
    hook: str


class HookRemoved(TypedDict, closed=True):
    kind: Literal['hook.removed']
    id: Id
    done: bool
    message: Text
    undo: str | None


class HookRestore(TypedDict, closed=True):
    """
    Puts a removed hook back where it was; only when the kernel is idle.
    """

    kind: Literal['hook.restore']
    id: Id
    undo: str


class HookRestored(TypedDict, closed=True):
    kind: Literal['hook.restored']
    id: Id
    done: bool
    message: Text


class HoldersGet(TypedDict, closed=True):
    """
    Asks what keeps a model alive; on a click only.
    """

    kind: Literal['holders.get']
    id: Id
    model: Name


class Holder(TypedDict, closed=True):
    text: Text
    kind: Literal[
        'output', 'variable', 'optimizer', 'hook', 'traceback', 'container', 'other'
    ]
    cell: CellRef | None


class HoldersFound(TypedDict, closed=True):
    kind: Literal['holders.found']
    id: Id
    holders: list[Holder]
    bytes: int
    partial: bool


class MemoryGet(TypedDict, closed=True):
    kind: Literal['memory.get']
    id: Id
    model: Name
    fqn: Name


class MemoryRow(TypedDict, closed=True):
    """
    Bytes of a subtree on one device; each tensor once.
    """

    device: str
    parameters: int
    buffers: int
    gradients: int | None
    optimizer: int
    storage: int


class AllocatorRow(TypedDict, closed=True):
    """
    What torch's allocator says of a device, for the whole process.
    """

    device: str
    allocated: int
    reserved: int
    peak: int


class LeftBehind(TypedDict, closed=True):
    """
    A tensor that `.to()` does not move, on another device than the module that holds it.
    """

    fqn: Name
    device: str
    bytes: int
    why: Text


class MemoryTable(TypedDict, closed=True):
    kind: Literal['memory.table']
    id: Id
    rows: list[MemoryRow]
    allocator: list[AllocatorRow]
    left_behind: list[LeftBehind]
    checked: Checked


class InitExpected(TypedDict, closed=True):
    """
    What a parameter's initial values should look like.
    """

    text: Text
    std: float
    mean: float
    low: float | None
    high: float | None


Count: TypeAlias = int


class Histogram(TypedDict, closed=True):
    """
    The values that were read now, also where the row tells of the time before training.
    """

    edges_low: float
    edges_high: float
    counts: list[Count]
    expected_low: float | None
    expected_high: float | None


class InitRow(TypedDict, closed=True):
    """
    One parameter against its expected initial values.
    """

    fqn: Name
    parameter: Name
    shape: Text
    numel: int
    sampled: int
    bound: float | None
    of: Literal['now', 'birth']
    mean: float | None
    std: float | None
    min: float | None
    max: float | None
    nonfinite: int
    expected: InitExpected | None
    ratio: float | None
    verdict: Literal['ok', 'low', 'high', 'unknown']
    histogram: Histogram | None
    note: Text


class InitGet(TypedDict, closed=True):
    """
    Asks for the initial statistics of the parameters of a subtree. Reads data: only when the kernel is idle.
    """

    kind: Literal['init.get']
    id: Id
    model: Name
    fqn: Name
    exact: bool


class InitReport(TypedDict, closed=True):
    kind: Literal['init.report']
    id: Id
    model: Name
    fqn: Name
    rows: list[InitRow]
    left_out: int
    updated: int | None
    note: Text
    checked: Checked


class SourceGet(TypedDict, closed=True):
    kind: Literal['source.get']
    id: Id
    model: Name
    fqn: Name


class ClassSource(TypedDict, closed=True):
    kind: Literal['class.source']
    id: Id
    model: Name
    fqn: Name
    class_name: Name
    text: str
    cell: CellRef | None
    line: int | None
    file: Name
    edited: bool
    left_out: int
    reason: Text


class Measured(TypedDict, closed=True):
    """
    Statistics of one parameter or buffer as it is now.
    """

    fqn: Name
    mean: float | None
    std: float | None
    min: float | None
    max: float | None
    zero: float | None
    nonfinite: int
    grad_rms: float | None
    sampled: int
    bound: float | None
    note: Text


class ParamsMeasure(TypedDict, closed=True):
    """
    Asks for statistics of the tensors of a subtree. Reads data: only when the kernel is idle.
    """

    kind: Literal['params.measure']
    id: Id
    model: Name
    fqn: Name


class ParamsMeasured(TypedDict, closed=True):
    kind: Literal['params.measured']
    id: Id
    model: Name
    fqn: Name
    rows: list[Measured]
    left_out: int
    checked: Checked


class GradsGet(TypedDict, closed=True):
    kind: Literal['grads.get']
    id: Id
    model: Name
    fqn: Name


class SnapshotRow(TypedDict, closed=True):
    """
    What is known of a kept snapshot.
    """

    key: str
    name: Name
    model: Name
    class_name: Name
    time: float
    cell: CellRef | None
    modules: int
    bytes: int
    pinned: bool


class Armed(TypedDict, closed=True):
    """
    The next run takes snapshots of this model: before and after the cell, or around each load_state_dict.
    """

    model: Name
    preset: Literal['cell', 'load']


class SnapshotTake(TypedDict, closed=True):
    """
    Reads data: only when the kernel is idle.
    """

    kind: Literal['snapshot.take']
    id: Id
    model: Name
    name: Name


class SnapshotTaken(TypedDict, closed=True):
    kind: Literal['snapshot.taken']
    id: Id
    snapshot: SnapshotRow | None
    message: Text


class SnapshotList(TypedDict, closed=True):
    kind: Literal['snapshot.list']
    id: Id


class SnapshotListed(TypedDict, closed=True):
    kind: Literal['snapshot.listed']
    id: Id
    snapshots: list[SnapshotRow]
    armed: Armed | None


class SnapshotChange(TypedDict, closed=True):
    """
    Renames, pins or drops a snapshot.
    """

    kind: Literal['snapshot.change']
    id: Id
    key: str
    name: Name | None
    pinned: bool | None
    drop: bool


class SnapshotArm(TypedDict, closed=True):
    kind: Literal['snapshot.arm']
    id: Id
    model: Name
    preset: Literal['cell', 'load'] | None


class DiffRow(TypedDict, closed=True):
    kind: Literal[
        'added',
        'removed',
        'moved',
        'retyped',
        'shape',
        'dtype',
        'device',
        'frozen',
        'changed',
        'unchanged',
    ]
    fqn: Name
    before: Text
    after: Text
    relative: float | None
    estimated: bool
    shape: Text


class SnapshotCompare(TypedDict, closed=True):
    kind: Literal['snapshot.compare']
    id: Id
    a: str
    b: str | None


class SnapshotDiff(TypedDict, closed=True):
    kind: Literal['snapshot.diff']
    id: Id
    a: SnapshotRow | None
    b: SnapshotRow | None
    summary: Text
    notes: list[Text]
    rows: list[DiffRow]
    left_out: int
    checked: Checked


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


Label: TypeAlias = str


Figure: TypeAlias = float | None


Ends: TypeAlias = list[float] | None
"""
The least and the greatest of the row's parameters with a finite value.
"""


Numbers: TypeAlias = list[float | None]
"""
One per column; null where the cell has a flag other than `.`.
"""


Known: TypeAlias = list[float | None] | None
"""
One per column; null if none was read.
"""


Step: TypeAlias = int


Steps: TypeAlias = list[Step]
"""
Of each column: it may join several recorded steps.
"""


Sizes: TypeAlias = list[Count] | None
"""
The elements of one parameter before each of `rebuilds`; null if they stayed the same, and not in older documents.
"""


Extent: TypeAlias = list[Count]


Flags: TypeAlias = str


BadItem: TypeAlias = list[Count]


Bad: TypeAlias = list[BadItem]
"""
Column, NaN count and Inf count where a run of N or I starts.
"""


class Rebuild(TypedDict):
    """
    Another model took the name of the recorded one.
    """

    step: int | None
    cell: Count | None


Presence: TypeAlias = Literal[
    'value', 'frozen', 'unused', 'unreached', 'unreadable', 'absent'
]


class LastStep(TypedDict):
    """
    A row at the last recorded step. `at_step` is its RMS when the optimizer stepped (clipped, unscaled), null where it does not differ or was not read; `ratio` is that of |Δw|/|w|.
    """

    state: Presence
    rms: Ends
    at_step: Ends
    ratio: Ends
    mean: Figure
    std: Figure
    min: Figure
    max: Figure
    zero: Figure
    nan: Count
    inf: Count
    num_bad: Count
    num_zero: Count
    num_none: Count
    num_low: Count


class GradientMember(TypedDict):
    """
    One parameter of a row: a row without members.
    """

    name: Label
    count: int
    shape: Extent
    sizes: NotRequired[Sizes]
    flags: Flags
    rms: Numbers
    max: Numbers
    low: Known
    high: Known
    at_step: Known
    ratio: Known
    bad: Bad
    eps: Figure
    last_step: Count | None
    last: LastStep
    members: list[GradientMember]


class GradientRow(TypedDict):
    """
    One parameter, or several that differ in an index only. `rms` is norm / √n, of several parameters the geometric median; `max` is the greatest absolute value, null in a light recording. `low` and `high` are the least and the greatest RMS of the recorded steps that a column joins, where `rms` is that of the last step; null if each column is one step of one parameter. `at_step` is the RMS that the optimizer saw, where it differs (clipped, unscaled); `ratio` is |Δw|/|w|, L2 norms, of the optimizer's step that followed, null without `--ratio`.
    """

    name: Label
    count: int
    shape: Extent
    sizes: NotRequired[Sizes]
    flags: Flags
    rms: Numbers
    max: Numbers
    low: Known
    high: Known
    at_step: Known
    ratio: Known
    bad: Bad
    eps: Figure
    last_step: Count | None
    last: LastStep
    members: list[GradientMember]


class Onset(TypedDict):
    """
    Where a value that is not finite was seen first, and the last recorded step before.
    """

    kind: Literal['NaN', 'Inf']
    step: int
    fqn: Label
    finite_step: Count | None


class OneEps(TypedDict):
    """
    The one optimizer with an eps that holds all parameters, if there is one.
    """

    name: Label
    eps: float


class TotalNorm(TypedDict):
    """
    The L2 norm of all gradients of the model together at the last recorded step, and when the optimizer stepped (after clipping), where that differs.
    """

    norm: Figure
    at_step: Figure


class ModelGradients(TypedDict):
    """
    The recorded gradients of one model.
    """

    name: Label
    class_name: Label
    recorded: Count
    scale: Figure
    first_steps: Steps
    last_steps: Steps
    optimizer: OneEps | None
    total: TotalNorm
    rebuilds: NotRequired[list[Rebuild]]
    onset: Onset | None
    rows: list[GradientRow]
    left_out: Count


Stage: TypeAlias = Literal['waiting', 'recording', 'paused', 'done', 'stopped']


Moment: TypeAlias = Literal['backward', 'step']


class Gradients(TypedDict):
    """
    What a watch recorded: the data of application/vnd.modulescope.gradients.v1+json. Numbers and names only, at most 512,000 bytes as JSON. A reader skips members that it does not know: a saved document may be of a newer version.
    """

    version: Literal[1]
    watch: str
    state: Stage
    message: str
    steps: Count
    recorded: Count
    every: Count | None
    stride: Figure
    budget: float
    overhead: float
    spent_s: NotRequired[float]
    ratio: bool
    stats: Literal['full', 'light']
    point: Moment
    models: list[ModelGradients]


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


class GradsFound(TypedDict, closed=True):
    kind: Literal['grads.found']
    id: Id
    model: Name
    fqn: Name
    document: Gradients | None
    text: Text
    again_ms: int | None
    checked: Checked


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
    | HookRemove
    | HookRemoved
    | HookRestore
    | HookRestored
    | HoldersGet
    | HoldersFound
    | MemoryGet
    | MemoryTable
    | InitGet
    | InitReport
    | SourceGet
    | ClassSource
    | ParamsMeasure
    | ParamsMeasured
    | GradsGet
    | GradsFound
    | SnapshotTake
    | SnapshotTaken
    | SnapshotList
    | SnapshotListed
    | SnapshotChange
    | SnapshotArm
    | SnapshotCompare
    | SnapshotDiff
    | RunDone
    | ErrorReply
    | Unsupported
)
