"""Small faults of the kinds people make, as changes of a module's syntax tree.

A fault is named by where it is and what it is, without line numbers, so that the same faults are drawn from code that
has only moved within its file.
"""

from __future__ import annotations

import ast
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
OPERATIONS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Mod: ast.FloorDiv,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Fault:
    """One fault: its name, the line it is in, and its place among the faults of its module."""

    name: str
    line: int
    place: int

    @property
    def turn(self) -> str:
        """Its place in a draw that depends on nothing but its name."""
        return hashlib.sha256(self.name.encode()).hexdigest()


Change = Callable[[], None]
"""Makes a change in the tree."""


def faults_of(path: str, source: str) -> Iterator[Fault]:
    """Yield every fault of a module."""
    seen: Counter[str] = Counter()
    for place, (where, line, what, _) in enumerate(_places(ast.parse(source), "", 0)):
        name = f"{path} {where}: {what}"
        seen[name] += 1
        yield Fault(f"{name} ({seen[name]})", line, place)


def spoilt(source: str, fault: Fault) -> str:
    """Return a module's source with a fault."""
    tree = ast.parse(source)
    *_, change = next(islice(_places(tree, "", 0), fault.place, None))
    change()
    return ast.unparse(tree) + "\n"


def _places(node: ast.AST, where: str, line: int) -> Iterator[tuple[str, int, str, Change]]:
    line = getattr(node, "lineno", line)
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        where = f"{where}.{node.name}".lstrip(".")
    if not isinstance(node, ast.Module | ast.ClassDef):
        yield from ((where, line, what, change) for what, change in _changes(node))
    for child in _children(node):
        yield from _places(child, where, line)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is run: no hints, no docstrings, no decorators, nothing that only says what went wrong inside."""
    skipped = ("annotation", "returns", "decorator_list", "type_params")
    for name, value in ast.iter_fields(node):
        if name in skipped or (isinstance(node, ast.Assert | ast.Raise) and name in ("msg", "exc")):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _says_nothing(child):
                yield child


def _says_nothing(node: ast.AST) -> bool:
    """Tell of docstrings, imports and `__all__`."""
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets)
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_text or isinstance(node, ast.Import | ast.ImportFrom)


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Compare(ops=[first, *_]) if type(first) in COMPARISONS:
            other = COMPARISONS[type(first)]
            yield f"{type(first).__name__} becomes {other.__name__}", _item(node.ops, 0, other())
        case ast.BoolOp():
            other_op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield f"{type(node.op).__name__} becomes {type(other_op).__name__}", _field(node, "op", other_op)
        case ast.BinOp() if type(node.op) in OPERATIONS and not _is_text(node.left) and not _is_text(node.right):
            new = OPERATIONS[type(node.op)]
            yield f"{type(node.op).__name__} becomes {new.__name__}", _field(node, "op", new())
        case ast.Constant(value=bool()):
            yield f"{node.value} becomes {not node.value}", _field(node, "value", not node.value)
        case ast.Constant(value=int()):
            yield f"{node.value} becomes {node.value + 1}", _field(node, "value", node.value + 1)
        case ast.Name() if node.id in NAMES:
            yield f"{node.id} becomes {NAMES[node.id]}", _field(node, "id", NAMES[node.id])
        case ast.Tuple(elts=items) | ast.List(elts=items) if isinstance(node.ctx, ast.Load):
            yield from _swaps("elements", items)
        case ast.Call(args=items):
            yield from _swaps("arguments", items)
        case ast.If() | ast.IfExp() | ast.comprehension(ifs=[_, *_]):
            yield from _conditions(node)


def _conditions(node: ast.If | ast.IfExp | ast.comprehension) -> Iterator[tuple[str, Change]]:
    """Yield a condition that is turned round, and one of a comprehension that always holds."""
    if isinstance(node, ast.comprehension):
        yield "condition always holds", _item(node.ifs, 0, ast.Constant(True))
    else:
        turned = ast.UnaryOp(ast.Not(), node.test)
        yield "condition turned round", _field(node, "test", turned)


def _swaps(what: str, items: list[ast.expr]) -> Iterator[tuple[str, Change]]:
    """Yield neighbours of one form swapped: two columns, two figures, two arguments."""
    for place in range(len(items) - 1):
        one, other = items[place : place + 2]
        if type(one) is type(other) and ast.dump(one) != ast.dump(other) and not isinstance(one, ast.Starred):
            yield f"{what} {place} and {place + 1} swapped", _swap(items, place)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _field(node: ast.AST, name: str, new: object) -> Change:
    return lambda: setattr(node, name, new)


def _item(items: list[ast.expr] | list[ast.cmpop], place: int, new: ast.AST) -> Change:
    return lambda: items.__setitem__(place, new)  # type: ignore[call-overload]


def _swap(items: list[ast.expr], place: int) -> Change:
    def exchange() -> None:
        items[place], items[place + 1] = items[place + 1], items[place]

    return exchange
