import { DataType, StatusCodes } from 'node-opcua'
import { describe, expect, test } from 'vitest'
import { eventsSince, grant, ledgerSince, query, revoke } from '../../../../../parking-bridge/src/lot/methods/calls.ts'
import type { GateNodes } from '../../../../../parking-bridge/src/lot/methods/nodes.ts'
import type { At } from '../../../../../parking-bridge/src/lot/opcua/life.ts'
import type { GrantSending } from '../../../../../parking-bridge/src/lot/port.ts'
import { at } from '../../delivery/given.ts'

const KEY = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'
const SENDING: GrantSending = {
  order: {
    ...{ key: KEY, siteId: 'lot-1', plate: '鲁F12345', plateColour: 1, kind: 'time', freeMinutes: 120 },
    ...{ notBefore: at(0), notAfter: at(3_600), maxUses: 1, stackRule: 'max' },
  },
  ...{ requestHash: 'aa', mac: 'bb', bridgeEpoch: 7, submitDeadline: at(30) },
}
const REVOCATION = { key: KEY, grantKey: KEY, bridgeEpoch: 7, mac: 'bb' }
const HASH = Buffer.from('aa', 'hex')
const SEQ = { dataType: DataType.UInt64, value: [0, 5] }
const NO_TIME = { value: new Date(0) }

/** A gate that answers every call so. */
function gateSaying(outputArguments: object[] | undefined, statusCode = StatusCodes.Good): At<GateNodes> {
  const call = async () => ({ statusCode, outputArguments })
  const method = { objectId: 'ns=1;i=1', methodId: 'ns=1;i=2' }
  const methods = { GrantExemption: method, RevokeExemption: method, QueryExemption: method, GetEventsSince: method }
  return { session: { call }, nodes: { methods, store: method }, gateEpoch: 'E1' } as unknown as At<GateNodes>
}
const granted = (outcome: number, reason = 0, hash: unknown = HASH) =>
  gateSaying([{ value: 'g1' }, { value: outcome }, { value: reason }, { value: hash }, NO_TIME, SEQ])

describe('what the gate answers', () => {
  test('[G2] to a grant is one of four words; a reason comes only with a rejection, and a hash that is none is empty', async () => {
    expect(await grant(granted(0), SENDING)).toEqual({
      ...{ outcome: 'Applied', storedHash: 'aa', ledgerSeq: 5, gateEpoch: 'E1' },
    })
    expect(await grant(granted(3, 999, null), SENDING)).toMatchObject({
      ...{ outcome: 'Rejected', reason: 'INVALID', storedHash: '' },
    })
  })

  test('[G2] outside the words of the model may have run all the same: it proves nothing', async () => {
    const unexpected = { code: 'BadUnexpectedError', said: true }

    await expect(grant(granted(9), SENDING)).rejects.toMatchObject(unexpected)
    await expect(revoke(gateSaying([{ value: 4 }, SEQ]), REVOCATION)).rejects.toMatchObject(unexpected)
    const known = [{ value: true }, { value: 17 }, {}, {}, {}, { value: HASH }, SEQ]
    await expect(query(gateSaying(known), KEY)).rejects.toMatchObject(unexpected)
  })

  test('[GT20] with a status that is not good is what that code proves, said by the gate itself', async () => {
    const busy = gateSaying(undefined, StatusCodes.BadTooManyOperations)

    await expect(grant(busy, SENDING)).rejects.toMatchObject({ code: 'BadTooManyOperations', said: true })
  })

  test('[GT17] to a question is not found, or what it holds', async () => {
    expect(await query(gateSaying([{ value: false }]), KEY)).toEqual({ found: false, gateEpoch: 'E1' })
    const held = [{ value: true }, { value: 1 }, {}, {}, {}, { value: HASH }, SEQ]
    expect(await query(gateSaying(held), KEY)).toEqual({
      ...{ found: true, state: 'Active', storedHash: 'aa', ledgerSeq: 5, gateEpoch: 'E1' },
    })
  })

  test('[G4] to a page without a fact has none, and names its epoch, a Guid in small letters', async () => {
    const gateEpoch = '3f2504e0-4f89-11d3-9a0c-0305e82c3301'
    const page = [{ value: null }, {}, SEQ, { value: '3F2504E0-4F89-11D3-9A0C-0305E82C3301' }]

    expect(await eventsSince(gateSaying(page), 4, 100)).toEqual({ records: [], oldestSeq: 5, gateEpoch })
  })

  test('[G14, GT43] a gate that cannot tell its ledger is not asked, and one without a record has none', async () => {
    const gateEpoch = '3f2504e0-4f89-11d3-9a0c-0305e82c3301'
    const page = [{ value: null }, {}, SEQ, { value: '3F2504E0-4F89-11D3-9A0C-0305E82C3301' }]
    const gate = gateSaying(page)
    await expect(ledgerSince(gate, 4, 100)).rejects.toMatchObject({ code: 'BadMethodInvalid', said: true })
    const can = { ...gate, nodes: { ...gate.nodes, getLedgerSince: gate.nodes.methods.GetEventsSince } }
    expect(await ledgerSince(can, 4, 100)).toEqual({ records: [], oldestSeq: 5, gateEpoch })
  })
})
