import { expect, test } from 'vitest'
import { exemptionRowsForOperator } from '../../../server/src/exemptions/view.ts'
import { doubtsBeside } from '../../campaign/gate/doubts.ts'
import { LOT_ID, StandInHub } from '../../edge/parking-bridge/stand-in-hub.ts'

const [HALL, LOT] = ['hall:hall-1', `lot:${LOT_ID}`] as const

/** A hub with an order the gate has said yes to, and one whose answer was lost. */
function hubWithDoubt() {
  const hub = new StandInHub('c3'.repeat(32))
  const say = (type: string, told: object, stream: typeof HALL | typeof LOT = HALL) =>
    expect(hub.submit(stream, { type, commandId: crypto.randomUUID(), ...told })).toMatchObject({ ok: true })
  say('lot.lease', { bridgeId: 'b1' }, LOT)
  const { bridgeEpoch } = hub.lot
  const order = (plate: string) => hub.grant(plate, `stay ${plate}`, new Date().toISOString())
  const [known, lost] = [order('鲁F12345'), order('鲁F54321')]
  say('exemption.confirm', { bridgeEpoch, exemptionId: known, gateEpoch: 'g1', ledgerSeq: 1 })
  say('exemption.doubt', { bridgeEpoch, exemptionId: lost })
  return { hub, known, lost, rows: exemptionRowsForOperator(hub.hall) }
}

test('[GT70] the operator’s list holds what nobody knows and nothing else, and once a person has looked it is off the list', () => {
  const { hub, lost, rows } = hubWithDoubt()
  expect(doubtsBeside(hub.hallEvents(), rows)).toEqual({ doubts: [lost], unlisted: [], misled: [] })
  hub.settle(lost, true)
  const after = exemptionRowsForOperator(hub.hall)
  expect(doubtsBeside(hub.hallEvents(), after)).toEqual({ doubts: [], unlisted: [], misled: [] })
})

test('[GT70] a planted bug that forgets a doubt, leaves one standing, or never tells it, is seen', () => {
  const { hub, known, lost, rows } = hubWithDoubt()
  const flagged = (id: string, unknown: boolean) => ({ ...rows, [id]: { ...rows[id]!, unknown } })
  // planted: the flag is lost on its way to the list
  expect(doubtsBeside(hub.hallEvents(), flagged(lost, false))).toMatchObject({ unlisted: [lost], misled: [] })
  // planted: the list leaves the order out
  const { [lost]: _, ...others } = rows
  expect(doubtsBeside(hub.hallEvents(), others)).toMatchObject({ unlisted: [lost] })
  // planted: the flag stays when the gate has said yes
  expect(doubtsBeside(hub.hallEvents(), flagged(known, true))).toMatchObject({ unlisted: [], misled: [known] })
  // planted: a bridge that keeps a lost answer to itself
  const silent = hub.grant('鲁F77777', 'stay 3', new Date().toISOString())
  const now = exemptionRowsForOperator(hub.hall)
  expect(doubtsBeside(hub.hallEvents(), now)).toMatchObject({ unlisted: [silent], misled: [] })
})
