import { describe, expect, test } from 'vitest'
import { noticeAfter, type Standing } from '../../../../hall-display/src/phone/alerts/notices.ts'

const waits = (aheadTally?: number): Standing => ({
  ...{ waiting: true, call: '' },
  ...(aheadTally !== undefined && { aheadTally }),
})
const called = (call: string): Standing => ({ waiting: false, call })

describe('what a phone tells on the way', () => {
  test('[FA46] five, three and one ahead are told as they are reached, once each, also when others leave together', () => {
    const told = [9, 6, 5, 4, 3, 2, 1, 0].map((ahead, index, all) =>
      noticeAfter(waits(all[index - 1] ?? 9), waits(ahead)),
    )
    expect(told.map(notice => notice && 'ahead' in notice && notice.ahead)).toEqual([
      ...[undefined, undefined, 5, undefined, 3, undefined, 1, undefined],
    ])
    expect(noticeAfter(waits(8), waits(2))).toEqual({ ahead: 2 })
  })

  test('[FA46] a page that opens, a place that goes back, and a place not known yet tell nothing', () => {
    expect(noticeAfter(undefined, waits(1))).toBeUndefined()
    expect(noticeAfter(waits(1), waits(4))).toBeUndefined()
    expect(noticeAfter(waits(), waits(3))).toBeUndefined()
    expect(noticeAfter(waits(6), waits())).toBeUndefined()
    expect(noticeAfter(called('a'), waits(0))).toBeUndefined()
  })

  test('[FA46] a call is told once, a recall once more, and also when the page opens on it', () => {
    expect(noticeAfter(waits(0), called('09:00 0'))).toEqual({ turn: true })
    expect(noticeAfter(called('09:00 0'), called('09:00 0'))).toBeUndefined()
    expect(noticeAfter(called('09:00 0'), called('09:00 1'))).toEqual({ turn: true })
    expect(noticeAfter(undefined, called('09:00 0'))).toEqual({ turn: true })
  })
})
