import { FileMapping } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantIn, minutesIn } from '../../../../server/src/settlements/papers/cells.ts'
import { BAD_TOLD_MAX, FILE_ROWS_MAX, inDay, takeFile } from '../../../../server/src/settlements/papers/intake.ts'

const KEY = '0f6b1f9e-3c1d-5b6e-8a52-6d1f0c9b8e11'
const TITLES = '券号,流水号,停车记录,出口,车牌,入场时间,出场时间,减免时长,应收,减免,实收'
const GOOD = `${KEY},T1,S1,东门1号,鲁F12345,2026-11-24 08:00:00,2026-11-24 10:01:30,120,6.00,4.00,2.00`

const mapping = (more: Partial<FileMapping> = {}): FileMapping =>
  FileMapping.parse({
    ...{ version: 1, encoding: 'utf-8', money: 'yuan', duration: 'minute', time: 'yyyy-MM-dd HH:mm:ss' },
    columns: {
      ...{ key: '券号', transactionId: '流水号', stayId: '停车记录', laneId: '出口', plate: '车牌' },
      ...{ enteredAt: '入场时间', exitedAt: '出场时间', minutes: '减免时长' },
      ...{ feeBeforeFen: '应收', feeWaivedFen: '减免', feeAfterFen: '实收' },
    },
    ...more,
  })
const file = (...lines: string[]): string => `${[TITLES, ...lines].join('\r\n')}\r\n`
const take = (text: string, more: Partial<FileMapping> = {}) => takeFile(new TextEncoder().encode(text), mapping(more))

const ROW = {
  ...{ line: 2, key: KEY, transactionId: 'T1', stayId: 'S1', laneId: '东门1号', plate: '鲁F12345' },
  ...{ enteredAt: '2026-11-24T00:00:00.000Z', exitedAt: '2026-11-24T02:01:30.000Z', minutes: 120 },
  ...{ feeBeforeFen: 600, feeWaivedFen: 400, feeAfterFen: 200 },
}

describe('the daily file of a lot', () => {
  test('[RB12] is read by the titles of its columns, whatever their order, and counted', () => {
    expect(take(file(GOOD))).toEqual({ rows: [ROW], totalFen: 400 })
    const turned = (line: string): string => [...line.split(','), 'more'].reverse().join(',')
    expect(take(`${turned(TITLES)}\n${turned(GOOD)}\n`)).toEqual({ rows: [ROW], totalFen: 400 })
    expect(take(file())).toEqual({ rows: [], totalFen: 0 })
  })

  test('[RB31] tells exits of its day, by the calendar of the car park, and of no other', () => {
    const late = GOOD.replace('2026-11-24 10:01:30', '2026-11-25 00:00:00')
    const last = GOOD.replace('2026-11-24 10:01:30', '2026-11-24 23:59:59')
    const of = (...lines: string[]) => inDay(take(file(...lines)), '2026-11-24', mapping())
    expect(of(GOOD, last)).toMatchObject({ rows: [ROW, { line: 3 }], totalFen: 800 })
    expect(of(GOOD, late)).toEqual({ bad: [{ line: 3, column: '出场时间', why: 'day' }], badTally: 1 })
    expect(of(`${GOOD},more`)).toEqual({ bad: [{ line: 2, why: 'cells' }], badTally: 1 })
  })

  test('[RB12] a car without an exemption, a plate or an entry is a row all the same', () => {
    const { key: _key, plate: _plate, enteredAt: _enteredAt, ...bare } = ROW
    const taken = take(file(',T1,S1,东门1号,,,2026-11-24 10:01:30,120,6.00,4.00,2.00'))
    expect(taken).toEqual({ rows: [bare], totalFen: 400 })
    const { plate: _column, enteredAt: _other, ...columns } = mapping().columns
    expect(take(file(GOOD), { columns })).toEqual({ rows: [{ key: KEY, ...bare }], totalFen: 400 })
    // A column without a title is nobody's.
    expect(take(`,${TITLES}\nx,${GOOD}\n`, { columns })).toEqual({ rows: [{ key: KEY, ...bare }], totalFen: 400 })
  })

  test('[RB12] space, a tab and quotes around a cell are none of it, and empty lines are no lines', () => {
    const quoted = `"\t${GOOD.replaceAll(',', '" , "\t')} "`
    expect(take(`${TITLES}\n\n${quoted}\n\n`)).toEqual({ rows: [{ ...ROW, line: 3 }], totalFen: 400 })
  })

  test('[RB12] one bad cell and nothing is taken: each is told by its line and column', () => {
    const bad = GOOD.replace('6.00', 'six').replace('T1', '').replace('10:01:30', '25:01:30')
    expect(take(file(GOOD, bad, GOOD, `${GOOD},more`))).toEqual({
      bad: [
        { line: 3, column: '流水号', why: 'name' },
        { line: 3, column: '出场时间', why: 'time' },
        { line: 3, column: '应收', why: 'money' },
        { line: 5, why: 'cells' },
      ],
      badTally: 4,
    })
  })

  test.each([
    ['券号', KEY, 'no-uuid', 'key'],
    ['车牌', '鲁F12345', 'x'.repeat(33), 'plate'],
    ['入场时间', '2026-11-24 08:00:00', 'yesterday', 'time'],
    ['减免时长', ',120,', ',-1,', 'minutes'],
    ['应收', '6.00', '-6.00', 'money'],
    ['减免', '4.00', '-4.00', 'money'],
    ['实收', '2.00', '-0.01', 'money'],
    ['减免', ',4.00,', ',4.005,', 'money'],
    ['实收', '2.00', '', 'money'],
    ['出口', '东门1号', 'a\u200bb', 'name'],
  ])('[RB12] %s: %s read as %s is bad', (column, good, wrong, why) => {
    expect(take(file(GOOD.replace(good, wrong)))).toEqual({ bad: [{ line: 2, column, why }], badTally: 1 })
  })

  test('[RB12] a column that is not there, and one that is there twice, are told before any row', () => {
    const titles = TITLES.replace('应收', '应付').replace('出口', '车牌')
    expect(take(`${titles}\nbad\n`)).toEqual({
      bad: [
        { line: 1, column: '出口', why: 'noColumn' },
        { line: 1, column: '车牌', why: 'twoColumns' },
        { line: 1, column: '应收', why: 'noColumn' },
      ],
      badTally: 3,
    })
  })

  test('[RB12] no line at all, a quote that never ends, and more lines than are taken', () => {
    expect(take('')).toEqual({ bad: [{ line: 1, why: 'empty' }], badTally: 1 })
    expect(take(file(GOOD, `"${GOOD}`))).toMatchObject({ bad: [{ why: 'quotes' }] })
    expect(take(file(`x"${GOOD}`, GOOD, `x"${GOOD}`))).toEqual({
      bad: [
        { line: 2, why: 'quotes' },
        { line: 4, why: 'quotes' },
      ],
      badTally: 2,
    })
    expect(take(file(`"${'x'.repeat(10_000)}`, GOOD))).toMatchObject({ bad: [{ why: 'quotes' }], badTally: 1 })
    const endless = file(...Array.from({ length: FILE_ROWS_MAX + 1 }, () => '1'))
    expect(take(endless)).toEqual({ bad: [{ line: FILE_ROWS_MAX + 2, why: 'tooMany' }], badTally: 1 })
  })

  test('[RB12] of thousands of bad lines the first hundred are told, and how many there are', () => {
    const taken = take(file(...Array.from({ length: 3_000 }, () => 'bad')))
    expect(taken).toMatchObject({ badTally: 3_000 })
    expect('bad' in taken && taken.bad.length).toBe(BAD_TOLD_MAX)
  })

  test('[RB12] whatever text comes, all of it is taken or none, and nothing throws', () => {
    const line = fc.oneof(
      fc.constant(GOOD),
      fc.string({ unit: 'binary' }),
      fc.string().map(text => GOOD.replace('T1', text)),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), lines => {
        const taken = take(file(...lines))
        if ('rows' in taken) for (const row of taken.rows) expect(Number.isSafeInteger(row.feeWaivedFen)).toBe(true)
        else expect(taken.badTally).toBeGreaterThan(0)
      }),
      { verbose: true, numRuns: 500 },
    )
  })
})

describe('encodings', () => {
  /** `车牌` and `东` in GB 18030; nothing here writes that encoding, so its bytes stand here. */
  const GB: Readonly<Record<string, readonly number[]>> = {
    ...{ 券: [0xc8, 0xaf], 号: [0xba, 0xc5], 流: [0xc1, 0xf7], 水: [0xcb, 0xae], 停: [0xcd, 0xa3], 车: [0xb3, 0xb5] },
    ...{ 记: [0xbc, 0xc7], 录: [0xc2, 0xbc], 出: [0xb3, 0xf6], 口: [0xbf, 0xda], 牌: [0xc5, 0xc6], 入: [0xc8, 0xeb] },
    ...{ 场: [0xb3, 0xa1], 时: [0xca, 0xb1], 间: [0xbc, 0xe4], 减: [0xbc, 0xf5], 免: [0xc3, 0xe2], 长: [0xb3, 0xa4] },
    ...{ 应: [0xd3, 0xa6], 收: [0xca, 0xd5], 实: [0xca, 0xb5], 东: [0xb6, 0xab], 门: [0xc3, 0xc5], 鲁: [0xc2, 0xb3] },
  }
  const inGb = (text: string): Uint8Array => Uint8Array.from([...text].flatMap(one => GB[one] ?? one.charCodeAt(0)))

  test('[RB14] as a Chinese spreadsheet writes it, in GB 18030', () => {
    expect(takeFile(inGb(file(GOOD)), mapping({ encoding: 'gb18030' }))).toEqual({ rows: [ROW], totalFen: 400 })
  })

  test('[RB14] UTF-8 with a BOM before it', () => {
    expect(take(`\uFEFF${file(GOOD)}`)).toEqual({ rows: [ROW], totalFen: 400 })
  })

  test('[RB14] bytes that are no text are told by their line, and not read as something else', () => {
    expect(takeFile(inGb(file(GOOD)), mapping())).toEqual({ bad: [{ line: 1, why: 'encoding' }], badTally: 1 })
    const bytes = new TextEncoder().encode(file(GOOD, GOOD))
    bytes[bytes.length - 5] = 0xff
    expect(takeFile(bytes, mapping())).toEqual({ bad: [{ line: 3, why: 'encoding' }], badTally: 1 })
    const cut = new TextEncoder().encode(`${TITLES}\n车`).subarray(0, -1)
    expect(takeFile(cut, mapping())).toEqual({ bad: [{ line: 2, why: 'encoding' }], badTally: 1 })
  })
})

describe('units', () => {
  test('[RB13] fen as they are, and yuan by their digits', () => {
    const inFen = GOOD.replace('6.00', '600').replace('4.00', '400').replace('2.00', '200')
    expect(take(file(inFen), { money: 'fen' })).toEqual({ rows: [ROW], totalFen: 400 })
    expect(take(file(GOOD), { money: 'fen' })).toMatchObject({ badTally: 3 })
    // 0.29 × 100 and 4.35 × 100 are 28.999… and 434.999… as floats.
    expect(take(file(GOOD.replace('6.00', '4.35').replace('4.00', '0.29')))).toMatchObject({
      rows: [{ feeBeforeFen: 435, feeWaivedFen: 29 }],
    })
  })

  test('[RB13] minutes as they are, seconds without the begun minute', () => {
    expect(take(file(GOOD.replace(',120,', ',7200,')), { duration: 'second' })).toMatchObject({
      rows: [{ minutes: 120 }],
    })
    expect([minutesIn('7259', 'second'), minutesIn('59', 'second'), minutesIn('0', 'minute')]).toEqual([120, 0, 0])
    expect([minutesIn('', 'minute'), minutesIn('1.5', 'minute'), minutesIn('1234567890', 'second')]).toEqual([
      ...[undefined, undefined, undefined],
    ])
  })

  test.each([
    ['yyyy-MM-dd HH:mm:ss', '2026-11-24 10:01:30', '2026-11-24T02:01:30.000Z'],
    ['yyyy-MM-dd HH:mm:ss', '2026/11/4 9:05', '2026-11-04T01:05:00.000Z'],
    ['yyyy-MM-dd HH:mm:ss', '2026/11/4 9:05:07', '2026-11-04T01:05:07.000Z'],
    ['yyyyMMddHHmmss', '20261124000000', '2026-11-23T16:00:00.000Z'],
    ['iso', '2026-11-24T10:01:30+08:00', '2026-11-24T02:01:30.000Z'],
    ['iso', '2026-11-24T02:01:30.5Z', '2026-11-24T02:01:30.500Z'],
    ['epochMs', '1795485690000', '2026-11-24T02:01:30.000Z'],
  ] as const)('[RB13] %s: %s', (format, text, instant) => {
    expect(instantIn(text, format)).toBe(instant)
  })

  test.each([
    ['yyyy-MM-dd HH:mm:ss', '2026-02-30 10:00:00'],
    ['yyyy-MM-dd HH:mm:ss', '2026-13-01 10:00:00'],
    ['yyyy-MM-dd HH:mm:ss', '2026-11-24 24:00:00'],
    ['yyyy-MM-dd HH:mm:ss', '2026-11-24T10:00:00'],
    ['yyyyMMddHHmmss', '20260230000000'],
    ['yyyyMMddHHmmss', '2026112410'],
    ['iso', '2026-11-24T10:01:30'],
    ['iso', '2026-02-30T10:01:30Z'],
    ['iso', '2026-11-24T10:01:30+99:00'],
    ['epochMs', '1795485690'],
    ['epochMs', ''],
  ] as const)('[RB13] %s: "%s" is no time', (format, text) => {
    expect(instantIn(text, format)).toBe(undefined)
  })
})
