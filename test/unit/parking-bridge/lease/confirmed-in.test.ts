import { describe, expect, test } from 'vitest'
import { settleQuery } from '../../../../parking-bridge/src/delivery/decide.ts'
import { afterEpochChange } from '../../../../parking-bridge/src/delivery/progress.ts'
import { EPOCH, HASH, ID, knownOf, situation, underWay } from '../delivery/given.ts'

const s = situation()
const LOST = 'epoch-0'
const confirmedIn = (epoch?: string) => ({
  status: 'confirmed' as const,
  ...(epoch === undefined ? {} : { confirmedIn: epoch }),
})

describe('an order that a ledger has confirmed', () => {
  const forgetful = { told: 'answered', answer: { found: false, gateEpoch: EPOCH, forgets: true } } as const
  const ask = (epoch: string | undefined, answer: object = {}) =>
    settleQuery(
      underWay('query', confirmedIn(epoch)),
      { ...forgetful, answer: { ...forgetful.answer, ...answer } },
      ...([HASH, s] as const),
    )

  test.each([
    ['the present one', EPOCH],
    ['nobody knows which', undefined],
  ])('[PF28] %s: that it is not known there says that it has ended and was forgotten', (_, epoch) => {
    const { tell, progress } = ask(epoch)
    expect([tell, progress.next]).toEqual([{ type: 'exemption.freeze', exemptionId: ID }, 'rest'])
  })

  test('[PF29] one that is lost: that the present one does not know it says that it has still to be sent', () => {
    const { tell, progress } = ask(LOST)
    expect([tell, progress.next]).toEqual([undefined, 'send'])
  })

  test('[PF27, PF29] and where as many others came since as the table holds, it says nothing', () => {
    const { tell, progress } = ask(LOST, { mayBeForgotten: true })
    expect([tell, progress.next]).toEqual([{ type: 'exemption.freeze', exemptionId: ID }, 'rest'])
  })

  test('[PF29] one that is lost, and the present one holds it too: the hub is told which by now', () => {
    const answer = { found: true, state: 'Active', storedHash: HASH, ledgerSeq: 3, gateEpoch: EPOCH } as const
    const { tell, progress } = settleQuery(
      underWay('query', confirmedIn(LOST)),
      { told: 'answered', answer },
      ...([HASH, s] as const),
    )
    const confirm = { type: 'exemption.confirm', exemptionId: ID, gateEpoch: EPOCH, ledgerSeq: 3, asked: true }
    expect([tell, progress.next]).toEqual([confirm, 'rest'])
  })

  test('[PF29] after a change of ledgers what the new one has confirmed already is not sent to it again', () => {
    const nextOf = (epoch: string) =>
      afterEpochChange(knownOf(confirmedIn(epoch), { next: 'query' }), s.capabilities, EPOCH).next
    expect([nextOf(LOST), nextOf(EPOCH)]).toEqual(['send', 'query'])
  })
})
