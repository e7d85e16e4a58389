import { readFileSync } from 'node:fs'
import { fen, type SettlementAdjustment, type SettlementLine, type SettlementRow } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../../../../server/src/hub/journal/canonical.ts'
import {
  NO_FILE_BEFORE,
  type SettlementHead,
  settlementText,
  verifyChain,
} from '../../../../server/src/settlements/papers/file.ts'
import { cleanDay } from '../../../support/books/clean.ts'
import { booksOf, drawn, rulesAt } from '../../../support/books/drawn.ts'

/** What was signed in the first format has to be read for ten years: never edited. */
const GOLDEN = new URL('./golden/settlement-1.jsonl', import.meta.url)

const ADJUSTED = new URL('./golden/settlement-1-adjusted.jsonl', import.meta.url)

const adjustment = (letter: string, over: Partial<SettlementAdjustment> = {}): SettlementAdjustment => ({
  ...{
    kind: 'adjustment',
    adjustmentId: `0b7a8a0e-0000-5000-8000-00000000000${letter}`,
    key: 'owed|x',
    matchClass: 'B13',
  },
  ...{ businessDay: '2026-11-24', adjustment: 'refund', minutes: 0, amountFen: fen(-300), proposedBy: 'anna' },
  ...{ approvedBy: 'bo', hasReason: true, bookedAt: '2026-11-25T01:00:00.000Z', ...over },
})

const head = (more: Partial<SettlementHead> = {}): SettlementHead => ({
  ...{ lotId: 'lot-1', businessDay: '2026-11-24', version: 1, cutOffAt: '2026-11-24T18:00:00.000Z' },
  ...{ prevSha256: NO_FILE_BEFORE, ...more },
})

async function rowsOfDay(seed: number): Promise<SettlementRow[]> {
  const { verdicts } = await drawn(booksOf(cleanDay(30, seed, 'final')), rulesAt('final'))
  return verdicts.flatMap(({ settled }) => settled ?? [])
}

const sumIn = (text: string): string => (JSON.parse(text.trimEnd().split('\n').at(-1)!) as { sha256: string }).sha256

/** Four settlements: three days, and a correction of the first. */
async function chain(): Promise<string[]> {
  const texts: string[] = []
  for (const [seed, more] of [
    [1, {}],
    [2, { businessDay: '2026-11-25' }],
    [3, { version: 2 }],
    [4, { businessDay: '2026-11-26' }],
  ] as const) {
    const prevSha256 = texts.length === 0 ? NO_FILE_BEFORE : sumIn(texts.at(-1)!)
    texts.push(settlementText(head({ ...more, prevSha256 }), await rowsOfDay(seed), sha256))
  }
  return texts
}

/** Summed up anew, as somebody would who knows how. */
function summed(body: string): string {
  return `${body}${JSON.stringify({ kind: 'trailer', sha256: sha256(body) })}\n`
}
const bodyOf = (text: string): string => text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1)

describe('a settlement', () => {
  test('[RB10] the rows of a day that was signed are written as these very bytes, for ever', () => {
    // given a settlement as it was signed · when its rows are written again
    const signed = readFileSync(GOLDEN, 'utf8')
    const [{ lotId, businessDay, version, cutOffAt, prevSha256 }, ...lines] = signed
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as unknown) as [SettlementHead, ...SettlementRow[]]
    const rows = lines.slice(0, -1)
    expect(rows.length).toBe(13)
    // then not a byte is another, and it is what verifies
    expect(settlementText({ lotId, businessDay, version, cutOffAt, prevSha256 }, rows, sha256)).toBe(signed)
    expect(signed).not.toMatch(/\r|\uFEFF/)
    expect(verifyChain([signed], sha256)).toBe(undefined)
  })

  test('[RB10, RB49] and so are those of a day that was adjusted: after the uses, in the order in which it was booked', () => {
    const signed = readFileSync(ADJUSTED, 'utf8')
    const [{ lotId, businessDay, version, cutOffAt, prevSha256 }, ...lines] = signed
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as unknown) as [SettlementHead, ...SettlementLine[]]
    const rows = lines.slice(0, -1)
    expect(rows.map(({ kind }) => kind)).toEqual(['use', 'use', 'adjustment', 'adjustment'])
    expect(settlementText({ lotId, businessDay, version, cutOffAt, prevSha256 }, rows, sha256)).toBe(signed)
    expect(() => settlementText(head(), [rows[0]!, rows[3]!, rows[2]!], sha256)).toThrow('is not after')
    expect(() => settlementText(head(), [rows[2]!, rows[0]!], sha256)).toThrow('is not after')
    expect(() => settlementText(head(), [rows[2]!, rows[2]!], sha256)).toThrow('is not after')
  })

  test('[RB10] its header counts the rows and what they freed, and no plate is in it', async () => {
    const rows = await rowsOfDay(1)
    const text = settlementText(head(), rows, sha256)
    const first = JSON.parse(text.split('\n')[0]!) as { rows: number; totalFen: number }
    expect(first.rows).toBe(rows.length)
    expect(first.totalFen).toBe(rows.reduce((sum, { feeWaivedFen }) => sum + feeWaivedFen, 0))
    expect(text).not.toContain('鲁')
  })

  test('[RB10] rows out of order, or twice, are no settlement, and neither is what is not whole fen', async () => {
    const [one, other] = await rowsOfDay(1)
    expect(() => settlementText(head(), [other!, one!], sha256)).toThrow('is not after the row before it')
    expect(() => settlementText(head(), [one!, one!], sha256)).toThrow('is not after the row before it')
    expect(() => settlementText(head(), [{ ...one!, feeWaivedFen: 0.5 as never }], sha256)).toThrow()
    expect(() => settlementText(head({ lotId: '../x' }), [], sha256)).toThrow()
  })
})

describe('the chain of settlements', () => {
  test('[RB11] holds over days and corrections, and over none', async () => {
    expect(verifyChain(await chain(), sha256)).toBe(undefined)
    expect(verifyChain([], sha256)).toBe(undefined)
    expect(verifyChain([settlementText(head(), [], sha256)], sha256)).toBe(undefined)
  })

  test('[RB11] every byte that is changed is told, in its file', async () => {
    const texts = await chain()
    fc.assert(
      fc.property(fc.nat(3), fc.nat(), fc.integer({ min: 1, max: 255 }), (file, place, by) => {
        const bytes = Buffer.from(texts[file]!)
        bytes[place % bytes.length]! ^= by
        const told = texts.map((text, index) => (index === file ? bytes.toString('utf8') : text))
        expect(verifyChain(told, sha256)).toMatchObject({ file })
      }),
      { verbose: true, numRuns: 500 },
    )
  })

  test.each<[string, (text: string) => string, number, string]>([
    ['a fen', text => text.replace('"feeWaivedFen":4', '"feeWaivedFen":5'), -1, 'sum'],
    ['a line without its end', text => text.trimEnd(), -1, 'form'],
    ['a line after the trailer', text => `${text}{}`, 0, 'form'],
    ['a line end of another kind', text => text.replace('\n', '\r\n'), 1, 'form'],
    ['a BOM', text => `\uFEFF${text}`, 1, 'form'],
    [
      'fields in another order',
      text => summed(bodyOf(text).replace(/("kind":"use"),("key":"[^"]*")/, '$2,$1')),
      2,
      'form',
    ],
    ['no trailer', text => bodyOf(text), -2, 'form'],
    ['nothing but a header', text => `${text.split('\n')[0]}\n`, 2, 'form'],
    ['nothing', () => '', 1, 'form'],
    ['a total', text => summed(bodyOf(text).replace(/"totalFen":(\d)/, '"totalFen":9$1')), 1, 'counts'],
    ['a row less', text => summed(withoutLine(bodyOf(text), 2)), 1, 'counts'],
    ['two rows exchanged', text => summed(exchanged(bodyOf(text))), 3, 'order'],
  ])('[RB11] %s', async (_what, change, line, why) => {
    const [text] = await chain()
    const changed = change(text!)
    const lines = text!.split('\n').length - 1
    const expected = line > 0 ? line : line === 0 ? lines + 1 : line === -1 ? lines : lines - 1
    expect(changed).not.toBe(text)
    expect(verifyChain([changed], sha256)).toEqual({
      file: 0,
      line: why === 'form' && line === -1 ? lines - 1 : expected,
      why,
    })
  })

  test('[RB11] a settlement that is left out, put elsewhere, made anew, of another lot or of another version breaks the next link', async () => {
    const [one, two, three, four] = (await chain()) as [string, string, string, string]
    const broken = (texts: string[]) => verifyChain(texts, sha256)
    expect(broken([one, three, four])).toEqual({ file: 1, line: 1, why: 'link' })
    expect(broken([one, two, four, three])).toEqual({ file: 2, line: 1, why: 'link' })
    expect(broken([two])).toEqual({ file: 0, line: 1, why: 'link' })
    const forged = settlementText(head(), await rowsOfDay(9), sha256)
    expect(broken([forged, two, three, four])).toEqual({ file: 1, line: 1, why: 'link' })
    const prevSha256 = sumIn(one)
    const next = (more: Partial<SettlementHead>) =>
      settlementText(head({ prevSha256, version: 2, ...more }), [], sha256)
    expect(broken([one, next({})])).toBe(undefined)
    expect(broken([one, next({ lotId: 'lot-2' })])).toEqual({ file: 1, line: 1, why: 'lot' })
    expect(broken([one, next({ version: 1 })])).toEqual({ file: 1, line: 1, why: 'version' })
    expect(broken([one, next({ businessDay: '2026-11-25' })])).toEqual({ file: 1, line: 1, why: 'version' })
  })
})

test('[RB52] an adjustment that is otherwise in a later version, on another day, or gone, is told', async () => {
  const uses = (await rowsOfDay(1)).slice(0, 2)
  const chained = (...files: [Partial<SettlementHead>, SettlementLine[]][]) => {
    const texts: string[] = []
    for (const [more, rows] of files) {
      const prevSha256 = texts.length === 0 ? NO_FILE_BEFORE : sumIn(texts.at(-1)!)
      texts.push(settlementText(head({ ...more, prevSha256 }), rows, sha256))
    }
    return verifyChain(texts, sha256)
  }
  const [one, other] = [adjustment('1'), adjustment('2', { bookedAt: '2026-11-25T02:00:00.000Z' })]
  const first: [Partial<SettlementHead>, SettlementLine[]] = [{}, [...uses, one]]
  expect(chained(first, [{ version: 2 }, [uses[0]!, one, other]], [{ version: 3 }, [one, other]])).toBe(undefined)
  expect(chained(first, [{ version: 2 }, uses])).toEqual({ file: 1, line: 1, why: 'edited' })
  const edited = { ...one, amountFen: fen(-301) }
  expect(chained(first, [{ version: 2 }, [...uses, edited]])).toEqual({ file: 1, line: 4, why: 'edited' })
  const moved: [Partial<SettlementHead>, SettlementLine[]] = [{ businessDay: '2026-11-25' }, [one]]
  expect(chained(first, moved)).toEqual({ file: 1, line: 2, why: 'edited' })
})

const withoutLine = (body: string, line: number): string =>
  body
    .split('\n')
    .toSpliced(line - 1, 1)
    .join('\n')
const exchanged = (body: string): string => {
  const lines = body.split('\n')
  return lines.with(1, lines[2]!).with(2, lines[1]!).join('\n')
}
