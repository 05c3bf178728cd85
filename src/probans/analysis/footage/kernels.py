"""Compiled loops over 256-bit codes. Importing this compiles nothing; the first call does (about a second)."""

import numpy as np
from numba import njit, types
from numba.extending import intrinsic

BLOCK = 512


@intrinsic
def _ones(_context, _value):  # type: ignore[no-untyped-def]
    """Number of one bits of a word, by the processor's own instruction."""

    def generate(_context, builder, _signature, arguments):  # type: ignore[no-untyped-def]
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


@njit(inline="always")
def apart(words, row, code):  # type: ignore[no-untyped-def]
    """Bits between row of (n, 4) words and a code of four words."""
    return (
        _ones(words[row, 0] ^ code[0])
        + _ones(words[row, 1] ^ code[1])
        + _ones(words[row, 2] ^ code[2])
        + _ones(words[row, 3] ^ code[3])
    )


@njit(inline="always")
def slot_key(code, start, width):  # type: ignore[no-untyped-def]
    """``width`` bits of a code from bit ``start`` on."""
    word, bit = start >> 6, np.uint64(start & 63)
    key = code[word] >> bit
    if bit + np.uint64(width) > 64:
        key |= code[word + 1] << (np.uint64(64) - bit)
    return key & ((np.uint64(1) << np.uint64(width)) - np.uint64(1))


@njit(nogil=True)
def fill_slot(words, start, width, table, ids):  # type: ignore[no-untyped-def]
    """Counting sort of all rows by one slot: ``table`` (2**width + 1) gets the borders, ``ids`` the rows."""
    count = len(words)
    for row in range(count):
        table[slot_key(words[row], start, width) + np.uint64(1)] += np.uint32(1)
    for key in range(1, len(table)):
        table[key] += table[key - 1]
    # Filled from behind, each border moves down to where its bucket begins, as it is read later.
    for key in range(len(table) - 1, 0, -1):
        table[key] = table[key - 1]
    table[0] = 0
    for row in range(count):
        border = slot_key(words[row], start, width) + np.uint64(1)
        ids[table[border]] = row
        table[border] += np.uint32(1)


@njit(nogil=True)
def flat(columns, queries, radius, most):  # type: ignore[no-untyped-def]
    """Every code of (4, n) within ``radius`` of every query (m, 4): query numbers, rows, bits, and how many there are.

    At most ``most`` are given. Distances are made in short blocks, so that the compiler counts eight codes at once.
    """
    asked, rows, bits = np.empty(most, np.uint32), np.empty(most, np.uint32), np.empty(most, np.uint16)
    block = np.empty(BLOCK, np.uint64)
    found, count = 0, columns.shape[1]
    for query in range(len(queries)):
        one, two, three, four = queries[query, 0], queries[query, 1], queries[query, 2], queries[query, 3]
        for start in range(0, count, BLOCK):
            part = columns[:, start : min(count, start + BLOCK)]
            first, second, third, fourth = part[0], part[1], part[2], part[3]
            for place in range(len(first)):
                block[place] = (
                    _ones(first[place] ^ one)
                    + _ones(second[place] ^ two)
                    + _ones(third[place] ^ three)
                    + _ones(fourth[place] ^ four)
                )
            for place in range(len(first)):
                if block[place] <= radius:
                    if found < most:
                        asked[found], rows[found], bits[found] = query, start + place, block[place]
                    found += 1
    return asked, rows, bits, found


@njit(nogil=True)
def probe(layout, flips, queries, radius, most):  # type: ignore[no-untyped-def]
    """Rows within ``radius`` that agree with a query in some slot up to ``flips[slot]`` bits; as ``flat``.

    ``layout``: words (n, 4), starts and widths of slots, where each slot's borders begin, borders, rows by bucket.
    """
    words, starts, widths, bases, borders, ids = layout
    asked, rows, bits = np.empty(most, np.uint32), np.empty(most, np.uint32), np.empty(most, np.uint16)
    found = 0
    masks = np.empty(1 + 64 + 64 * 63 // 2 + 64 * 63 * 62 // 6, np.uint64)
    for query in range(len(queries)):
        code = queries[query]
        for slot in range(len(starts)):
            key = slot_key(code, starts[slot], widths[slot])
            count = _masks(masks, widths[slot], flips[slot])
            base = np.uint64(bases[slot])
            for place in range(count):
                bucket = base + (key ^ masks[place])
                for position in range(borders[bucket], borders[bucket + np.uint64(1)]):
                    row = ids[slot, position]
                    distance = apart(words, row, code)
                    if distance <= radius and _is_first(layout, flips, row, code, slot):
                        if found < most:
                            asked[found], rows[found], bits[found] = query, row, distance
                        found += 1
    return asked, rows, bits, found


@njit
def _masks(masks, width, flips):  # type: ignore[no-untyped-def]
    """All masks of up to ``flips`` (0 to 3) one bits among ``width``; gives their number, 0 when flips is negative."""
    if flips < 0:
        return 0
    masks[0], count = 0, 1
    for first in range(width if flips > 0 else 0):
        one = np.uint64(1) << np.uint64(first)
        masks[count] = one
        count += 1
        for second in range(first if flips > 1 else 0):
            two = one | np.uint64(1) << np.uint64(second)
            masks[count] = two
            count += 1
            for third in range(second if flips > 2 else 0):
                masks[count] = two | np.uint64(1) << np.uint64(third)
                count += 1
    return count


@njit
def _is_first(layout, flips, row, code, slot):  # type: ignore[no-untyped-def]
    """Whether no earlier slot gives this row too, so that it is told once."""
    words, starts, widths = layout[0], layout[1], layout[2]
    for earlier in range(slot):
        ours = slot_key(code, starts[earlier], widths[earlier])
        theirs = slot_key(words[row], starts[earlier], widths[earlier])
        if _ones(ours ^ theirs) <= flips[earlier]:
            return False
    return True
