import { CALLS_MAX, type CallRow } from '@pingting/contract/words/screen'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Announcements,
  begun,
  ended,
  keyOf,
  shown,
  silence,
  WAITING_MAX,
} from '../../../../hall-display/src/voice/queue.ts'

/** The n-th second of the day. */
const at = (second: number): string => new Date(Date.UTC(2026, 10, 23, 1, 0, second)).toISOString()
const call = (number: string, counter: number, second: number, recallTally = 0): CallRow => ({
  ...{ ticketId: `20261123-${number}`, number, counterId: `C${counter}`, at: at(second), recallTally },
})
const [a1, b1, a2, c1] = [call('A001', 1, 1), call('B001', 2, 2), call('A002', 3, 3), call('C001', 4, 4)]

/** A board that opened empty and showed these, one state after the other. */
const boarded = (...boards: CallRow[][]): Announcements =>
  boards.reduce((now, board) => shown(now, board), shown(silence, []))
const numbers = (now: Announcements): string[] => now.waiting.map(({ number }) => number)
const saying = (now: Announcements): string | undefined => now.saying?.call.number

describe('the queue of announcements', () => {
  test('[FA20] what stood there when the page opened is not said; what comes in is, in the order it came', () => {
    expect(shown(silence, [b1, a1]).waiting).toEqual([])

    expect(numbers(boarded([a1], [b1, a1], [a2, b1, a1]))).toEqual(['A001', 'B001', 'A002'])
    expect(numbers(boarded([a2, b1, a1]))).toEqual(['A001', 'B001', 'A002'])
  })

  test('[FA20] one is said to its end and twice before the next begins, whatever comes in meanwhile', () => {
    let now = begun(boarded([a1]))
    now = begun(shown(now, [b1, a1]))
    expect([saying(now), numbers(now)]).toEqual(['A001', ['B001']])

    now = begun(ended(now))
    expect(saying(now)).toBe('A001')
    now = ended(now)
    expect(saying(now)).toBeUndefined()

    expect(saying(begun(now))).toBe('B001')
  })

  test('[FA21] a call missed, undone or answered before its turn is not said; who fell off the end of the board is', () => {
    const missed = boarded([b1, a1], [b1])
    const answered = boarded([a1], [call('A009', 1, 9), a1])
    const full = [...Array(CALLS_MAX)].map((_, n) => call(`D${n}`, 20 + n, 20 + n)).reverse()

    expect(numbers(missed)).toEqual(['B001'])
    expect(numbers(answered)).toEqual(['A009'])
    expect(numbers(boarded([a1], full))).toContain('A001')
    expect(numbers(boarded([b1, a1], []))).toEqual([])
  })

  test('[FA21] a call taken back while it is said is finished, and not said again', () => {
    const now = shown(begun(boarded([a1])), [])

    expect(saying(now)).toBe('A001')
    expect(saying(ended(now))).toBeUndefined()
  })

  test('[FA20] a recall is said again; one recalled before its turn keeps its turn, and is said once', () => {
    const again = call('A001', 1, 30, 1)
    const said = ended(ended(begun(boarded([a1]))))

    expect(numbers(shown(said, [again]))).toEqual(['A001'])
    const waits = boarded([b1, a1], [again, b1])
    expect(waits.waiting.map(keyOf)).toEqual([keyOf(again), keyOf(b1)])
    expect(numbers(shown(begun(boarded([a1])), [again]))).toEqual(['A001'])
  })

  test('[FA21] while three others wait each is said once', () => {
    const now = begun(boarded([c1, a2, b1, a1]))

    expect(now.saying?.times).toBe(1)
    expect(saying(ended(now))).toBeUndefined()
    expect(begun(ended(now)).saying?.times).toBe(2)
  })

  test('[FA21] of more counters than may wait the oldest calls leave unsaid, and the others keep their order', () => {
    const all = [...Array(WAITING_MAX + 2)].map((_, n) => call(`E${n}`, n, n))
    const boards = all.map((_, n) => all.slice(Math.max(0, n + 1 - CALLS_MAX), n + 1).reverse())

    expect(numbers(boarded(...boards))).toEqual(all.slice(2).map(({ number }) => number))
  })

  test('[FA21] after a long absence what was called too long ago is no news', () => {
    expect(numbers(shown(shown(silence, []), [b1, a1], at(2)))).toEqual(['B001'])
  })

  test('[FA21] whatever is called: bounded, nothing over is begun, no counter waits twice, each gets its turn', () => {
    const step = fc.record({ counter: fc.integer({ min: 1, max: 30 }), says: fc.nat({ max: 2 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), steps => {
        let board: CallRow[] = []
        let now = shown(silence, board)
        steps.forEach(({ counter, says }, n) => {
          board = [call(`A${n}`, counter, n), ...board].slice(0, CALLS_MAX)
          const before = now.waiting[0]
          now = shown(now, board)
          // First come, first said: whoever stood in front is still there, is over, or was one too many.
          const overtaken = before && now.waiting[0] !== before && now.waiting.includes(before)
          expect(overtaken ?? false).toBe(false)
          for (let i = 0; i < says; i += 1) now = ended(begun(now))
          expect(now.waiting.length).toBeLessThanOrEqual(WAITING_MAX)
          expect(new Set(now.waiting.map(({ counterId }) => counterId)).size).toBe(now.waiting.length)
        })
        for (let i = 0; i < 2 * WAITING_MAX + 2; i += 1) now = ended(begun(now))
        expect([now.waiting, now.saying]).toEqual([[], undefined])
      }),
    )
  })
})
