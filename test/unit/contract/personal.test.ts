import { CitizenText, CityEvent, ERASED, type Event, HallEvent, LotEvent, personalFields } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import * as evaluations from '../../../server/src/evaluations/state.ts'
import * as exemptions from '../../../server/src/exemptions/state.ts'
import { withheldRows } from '../../../server/src/exemptions/view.ts'
import * as metrics from '../../../server/src/metrics/state.ts'
import * as rectifications from '../../../server/src/rectifications/state.ts'
import { card, NINE, World } from '../reactions/world.ts'

test('[JR30] the fields that belong to a person are marked: plates, the words of visitors and of staff, the names of staff, and nothing else', () => {
  const marked = [...personalFields].filter(([, fields]) => fields.length > 0)
  expect(Object.fromEntries(marked)).toEqual({
    'evaluation.submitted': ['text'],
    'rectification.extended': ['reason'],
    'rectification.replied': ['text'],
    'rectification.returned': ['text'],
    'rectification.approved': ['text'],
    'plate.bound': ['plate'],
    'plate.corrected': ['plate', 'reason'],
    'exemption.granted': ['plate', 'gatePlate'],
    'exemption.settled': ['reason'],
    'exemption.writeOffProposed': ['reason'],
    'ledger.accepted': ['plate'],
    'stay.entered': ['plate', 'imageId'],
    'stay.plateCorrected': ['plate'],
    'stay.plateReviewed': ['plate', 'gatePlate'],
    'stay.exited': ['plate'],
    'break.explained': ['text'],
    'adjustment.proposed': ['reason'],
    'adjustment.rejected': ['reason'],
    'adjustment.paid': ['reference'],
    'counter.opened': ['staffName'],
    'account.created': ['name'],
  })
  expect(personalFields.size).toBe(HallEvent.options.length + LotEvent.options.length + CityEvent.options.length)
})

const erase = (event: Event): Event => {
  const fields = (personalFields.get(event.type) ?? []).filter(field => field in event)
  return { ...event, ...Object.fromEntries(fields.map(field => [field, ERASED])) } as Event
}

describe('a journal whose personal data was erased', () => {
  test('[JR] folds to the same figures and states, and no erased plate finds another', () => {
    const world = new World({ perPlatePerDay: 5 })
    world.enter('s1', '鲁F12345')
    world.enter('s2', '鲁F54321')
    const [first, second] = [world.visit('A001', '鲁F12345', 1), world.visit('A002', '鲁F54321')]
    world.bind(second, '鲁FD12345')
    world.honour('s1', world.exemption(first)!.exemptionId)
    const modules = { evaluations, exemptions, metrics, rectifications }
    for (const [name, { initial, evolve }] of Object.entries(modules)) {
      const state = initial()
      const opened: Event = { type: 'hall.opened', v: 1, at: NINE, hall: card({ perPlatePerDay: 5 }) }
      for (const event of [opened, ...world.events.map(erase)]) (evolve as (s: unknown, e: Event) => void)(state, event)
      const kept = world[name as keyof typeof modules]
      if (name === 'rectifications') {
        const folded = state as rectifications.RectificationState
        expect([...folded.reasons.values()]).toEqual([{ tagCodes: [], text: ERASED }])
        expect({ ...folded, reasons: 0 }).toEqual({ ...kept, reasons: 0 })
      } else if (name !== 'exemptions') expect(state).toEqual(kept)
      else {
        const folded = state as exemptions.ExemptionState
        expect(folded.books).toEqual((kept as exemptions.ExemptionState).books)
        expect([folded.byPlate.size, Object.keys(withheldRows(folded))]).toEqual([0, []])
        expect([...folded.exemptions.keys()]).toEqual([...world.exemptions.exemptions.keys()])
      }
    }
  })
})

describe('what a citizen writes', () => {
  test('[EV9] is trimmed, composed, and may have several lines', () => {
    expect(CitizenText.parse('  很好\n谢谢 ')).toBe('很好\n谢谢')
    expect(CitizenText.parse('e\u0301')).toBe('\u00e9')
  })

  test.each(['a\u200bb', 'a\u0000b', 'a\u202eb', 'a\tb', 'x'.repeat(501)])('[EV9] %j is refused', text => {
    expect(CitizenText.safeParse(text).success).toBe(false)
  })
})
