import type { CallRow } from '@pingting/contract/words/screen'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useAnnounced } from '../../../../hall-display/src/board/announced.ts'
import { setChime } from '../../../../hall-display/src/board/chime.ts'
import { NINE } from '../hub/screens.ts'
import { clearStage, happens, show } from '../stage/hooks.ts'
import { openPage } from '../stage/page.ts'

const call = (number: string, at = NINE): CallRow => ({
  ...{ ticketId: `20261123-${number}`, number, counterId: 'C01', counterLabel: '1', at, recallTally: 0 },
})
const [first, second] = [call('A001'), call('A002')]

/** The tones that were started, in hertz with their start in seconds. */
let tones: [hertz: number, atSeconds: number][]
class Node {
  gain = { setValueAtTime: () => undefined, exponentialRampToValueAtTime: () => undefined }
  frequency: number
  constructor(_audio: unknown, { frequency = 0 }: { frequency?: number }) {
    this.frequency = frequency
  }
  connect = (next: unknown) => next
  start = (atSeconds: number) => void tones.push([this.frequency, atSeconds])
  stop = () => undefined
}

beforeEach(() => {
  tones = []
  openPage()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.stubGlobal(
    'AudioContext',
    class {
      currentTime = 10
      destination = {}
      close = async () => undefined
    },
  )
  vi.stubGlobal('OscillatorNode', Node)
  vi.stubGlobal('GainNode', Node)
})
afterEach(async () => {
  setChime(false)
  await clearStage()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a call that came in just now', () => {
  test('[TK28] flashes for eight seconds; what stood there when the page opened is no news', async () => {
    const board = await show(() => useAnnounced([first]))
    expect(board.now).toEqual(new Set())

    const calls = [second, first]
    await board.render(() => useAnnounced(calls))
    expect(board.now).toEqual(new Set([`20261123-A002 ${NINE}`]))
    await happens(() => vi.advanceTimersByTime(7_999))
    expect(board.now.size).toBe(1)
    await happens(() => vi.advanceTimersByTime(1))

    expect(board.now).toEqual(new Set())
  })

  test('[TK28] a recall is news, a row that left is none', async () => {
    setChime(true)
    const [before, recalled, after] = [[first, second], [call('A001', '2026-11-23T01:01:00.000Z'), second], [second]]
    const board = await show(() => useAnnounced(before))
    tones = []

    await board.render(() => useAnnounced(recalled))
    expect(board.now).toEqual(new Set(['20261123-A001 2026-11-23T01:01:00.000Z']))
    await board.render(() => useAnnounced(after))

    expect(tones).toHaveLength(2)
  })

  test('[TK28] sounds as two falling tones, once somebody has switched the sound on, and not after it is off', async () => {
    const [none, one, both] = [[], [first], [second, first]]
    const board = await show(() => useAnnounced(none))
    await board.render(() => useAnnounced(one))
    expect(tones).toEqual([])

    setChime(true)
    expect(tones).toEqual([
      [880, 10],
      [660, 10.28],
    ])
    setChime(false)
    await board.render(() => useAnnounced(both))

    expect(tones).toHaveLength(2)
  })
})
