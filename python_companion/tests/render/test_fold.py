from modulescope.render.fold import fold


def labels(names, kinds=None):
    return [row.label for row in fold(names, kinds or [0] * len(names))]


def test_the_middle_of_a_run_folds_and_its_ends_stay():
    names = ["stem.w", *(f"blocks.{i}.w" for i in range(8)), "head.w"]
    assert labels(names) == [
        "stem.w",
        "blocks.0.w",
        "blocks.1–6.w",
        "blocks.7.w",
        "head.w",
    ]


def test_members_are_the_indices_of_what_was_folded():
    names = [f"b.{i}.{p}" for i in range(5) for p in ("w", "b")]
    rows = {row.label: row.members for row in fold(names, [0, 1] * 5)}
    assert rows["b.1–3.w"] == (2, 4, 6)
    assert rows["b.1–3.b"] == (3, 5, 7)


def test_a_deviating_block_splits_the_run():
    names = [f"b.{i}.w" for i in range(9)]
    kinds = [0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert labels(names, kinds) == [
        "b.0.w",
        "b.1–2.w",
        "b.3.w",
        "b.4.w",
        "b.5.w",
        "b.6–7.w",
        "b.8.w",
    ]


def test_runs_inside_folded_blocks_fold_whole():
    names = [f"a.{i}.f.{j}.w" for i in range(5) for j in range(4)]
    assert "a.1–3.f.0–3.w" in labels(names)


def test_short_runs_and_gaps_do_not_fold():
    assert labels(["a.0.w", "a.1.w", "a.2.w"]) == ["a.0.w", "a.1.w", "a.2.w"]
    assert len(labels([f"a.{i}.w" for i in (0, 2, 4, 6)])) == 4


def test_every_parameter_is_in_exactly_one_row():
    names = [f"a.{i}.b.{j}.{p}" for i in range(7) for j in range(5) for p in "xyz"]
    members = [index for row in fold(names, [0] * len(names)) for index in row.members]
    assert sorted(members) == list(range(len(names)))


def test_thousands_of_levels_do_not_overflow():
    assert labels([".".join(["a"] * 5_000)]) == [".".join(["a"] * 5_000)]
