import type { GrantSending, Told } from '../../../../parking-bridge/src/lot/port.ts'
import { idOf } from '../../../../server/src/hub/ids.ts'
import { openSigner } from '../../../../server/src/hub/signer.ts'
import { MAC_KEY } from '../../doubles/hub-process.ts'
import { Planned } from '../../doubles/site.ts'
import type { Plant } from '../plant.ts'
import { otherwise } from './otherwise.ts'

export const newKeyPerAttempt: Plant = {
  name: 'new-key-per-attempt',
  bug: 'every sending of an order has a key of its own',
  guards: 'I-5',
  lot: lot => {
    let attempts = 0
    const signer = openSigner(MAC_KEY)
    return otherwise(lot, {
      grant: async sending => {
        const order = { ...sending.order, key: idOf(sending.order.key, ++attempts) }
        const signed = signer.grant(order, sending.bridgeEpoch, sending.submitDeadline)
        const told = await lot.grant({ ...sending, order, ...signed })
        if (told.told !== 'answered' || told.answer.outcome === 'Rejected') return told
        return { told: 'answered', answer: { ...told.answer, storedHash: sending.requestHash } }
      },
    })
  },
}

export const lossIsFailure: Plant = {
  name: 'loss-is-failure',
  bug: 'an order without an answer counts as refused by the gate',
  guards: 'I-7',
  lot: lot =>
    otherwise(lot, {
      grant: async sending => {
        const told = await lot.grant(sending)
        if (told.told !== 'unknown') return told
        const rejected = { outcome: 'Rejected', reason: 'INVALID', storedHash: '', ledgerSeq: 0 } as const
        return { told: 'answered', answer: { ...rejected, gateEpoch: lot.epoch() ?? '' } }
      },
    }),
}

export const revocationAssumed: Plant = {
  name: 'revocation-assumed',
  bug: 'a revocation without an answer counts as done',
  guards: 'I-7',
  lot: lot =>
    otherwise(lot, {
      revoke: async sending => {
        const told = await lot.revoke(sending)
        if (told.told === 'answered') return told
        return { told: 'answered', answer: { outcome: 'Revoked' as const, ledgerSeq: 0 } }
      },
    }),
}

export const epochIgnored: Plant = {
  name: 'epoch-ignored',
  bug: 'a gate that lost its ledger is taken for the one before',
  guards: 'I-7',
  lot: lot => {
    let first: string | undefined
    const epoch = (): string | undefined => {
      first ??= lot.epoch()
      return first
    }
    const renamed = <A extends { gateEpoch: string }>(told: Told<A>): Told<A> =>
      told.told === 'answered' ? { ...told, answer: { ...told.answer, gateEpoch: epoch() ?? '' } } : told
    return otherwise(lot, {
      epoch,
      grant: async sending => renamed(await lot.grant(sending)),
      query: async (key, ordered) => renamed(await lot.query(key, ordered)),
      eventsSince: async (seq, max) => renamed(await lot.eventsSince(seq, max)),
    })
  },
}

export const everythingAnew: Plant = {
  name: 'everything-anew',
  bug: 'a gate that lost its ledger is given every exemption the bridge ever brought, used ones as well',
  guards: 'I-6',
  lot: lot => {
    const brought = new Map<string, GrantSending>()
    const signer = openSigner(MAC_KEY)
    let epoch = lot.epoch()
    return otherwise(lot, {
      grant: sending => {
        brought.set(sending.order.key, sending)
        return lot.grant(sending)
      },
      eventsSince: async (seq, max) => {
        const told = await lot.eventsSince(seq, max)
        const isNew = epoch !== undefined && lot.epoch() !== epoch
        epoch = lot.epoch()
        for (const { order, bridgeEpoch } of isNew ? brought.values() : [])
          void lot.grant({
            order,
            bridgeEpoch,
            submitDeadline: order.notAfter,
            ...signer.grant(order, bridgeEpoch, order.notAfter),
          })
        return told
      },
    })
  },
}

const cursors = new WeakMap<object, number>()

export const cursorBeforeReport: Plant = {
  name: 'cursor-before-report',
  bug: 'the place in the gate’s facts is remembered when they are fetched, not when the hub has them',
  guards: 'I-7',
  lot: (lot, site) =>
    otherwise(lot, {
      eventsSince: async (seq, max) => {
        const told = await lot.eventsSince(Math.max(seq, cursors.get(site) ?? 0), max)
        const last = told.told === 'answered' ? told.answer.records.at(-1)?.gateSeq : undefined
        if (last !== undefined) cursors.set(site, last)
        return told
      },
    }),
}

export const minutesRoundedUp: Plant = {
  name: 'minutes-rounded-up',
  bug: 'minutes of the gate are rounded up to the next quarter of an hour on the way',
  guards: 'I-6',
  lot: lot =>
    otherwise(lot, {
      eventsSince: async (seq, max) => {
        const told = await lot.eventsSince(seq, max)
        if (told.told !== 'answered') return told
        const records = told.answer.records.map(record =>
          record.kind === 'honoured'
            ? { ...record, minutesApplied: Math.ceil(record.minutesApplied / 15) * 15 }
            : record,
        )
        return { ...told, answer: { ...told.answer, records } }
      },
    }),
}

export const poisonForEver: Plant = {
  name: 'poison-for-ever',
  bug: 'an order whose Mac the gate does not take breaks the call instead of being counted, and is tried for ever',
  guards: 'I-7',
  lot: lot =>
    otherwise(lot, {
      // Broken on its way out it looks as if nothing had left the house.
      grant: sending => {
        if (!sending.order.plate.endsWith('3')) return lot.grant(sending)
        void lot.grant({ ...sending, mac: '00'.repeat(sending.mac.length / 2) })
        throw new Planned('a poison order')
      },
    }),
}

export const clockNotLookedAt: Plant = {
  name: 'clock-not-looked-at',
  bug: 'orders are sent whatever the clock of the gate says',
  guards: 'I-16',
  lot: lot => otherwise(lot, { skew: () => 'fine' }),
}
