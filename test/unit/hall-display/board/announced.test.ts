import type { CallRow } from '@pingting/contract/words/screen'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useAnnounced } from '../../../../hall-display/src/board/calls/announced.ts'
import { NINE } from '../hub/screens.ts'
import { clearStage, happens, show } from '../stage/hooks.ts'
import { openPage } from '../stage/page.ts'

const call = (number: string, at = NINE): CallRow => ({
  ...{ ticketId: `20261123-${number}`, number, counterId: 'C01', counterLabel: '1', at, recallTally: 0 },
})
const [first, second] = [call('A001'), call('A002')]

beforeEach(() => {
  openPage()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(async () => {
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
    const [before, recalled, after] = [[first, second], [call('A001', '2026-11-23T01:01:00.000Z'), second], [second]]
    const board = await show(() => useAnnounced(before))
    await board.render(() => useAnnounced(recalled))
    expect(board.now).toEqual(new Set(['20261123-A001 2026-11-23T01:01:00.000Z']))
    await board.render(() => useAnnounced(after))

    expect(board.now.size).toBe(1)
  })
})
