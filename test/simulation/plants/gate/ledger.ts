import { addMs } from '@pingting/contract'
import type { Commit, Ledger } from '../../../../parking-bridge/simulated-gate/src/ledger.ts'
import type { Fen } from '../../../../parking-bridge/simulated-gate/src/tariff.ts'
import type { Plant } from '../plant.ts'

const without = (commit: Commit, drop: (record: Commit['records'][number]) => boolean): Commit => ({
  ...commit,
  records: commit.records.filter(record => !drop(record)),
})

export const useNotRecorded: Plant = {
  name: 'use-not-recorded',
  bug: 'the gate lets a car out free and does not write down that the exemption is used up',
  guards: 'I-7',
  gateCommit: commit => without(commit, ({ type }) => type === 'ExemptionHonoured'),
}

export const noTombstone: Plant = {
  name: 'no-tombstone',
  bug: 'taking back a key the gate does not know leaves no trace, and a late order brings it to life',
  guards: 'I-5, I-7',
  gateCommit: commit => without(commit, record => record.type === 'ExemptionRevoked' && record.tombstone),
}

export const keyNotLookedUp: Plant = {
  name: 'key-not-looked-up',
  bug: 'the gate carries an order out again when it is told again',
  guards: 'I-5',
  gateView: ledger => seen(ledger, { grants: new Map() }),
}

export const fenceIgnored: Plant = {
  name: 'fence-ignored',
  bug: 'the gate takes orders of a bridge that has lost the lot',
  guards: 'I-5',
  gateView: ledger => seen(ledger, { bridgeEpoch: 0 }),
}

export const fenceNotWritten: Plant = {
  name: 'fence-not-written',
  bug: 'the gate carries out the order of a new bridge and does not write down that the old one has lost the lot',
  guards: 'I-5',
  gateCommit: commit => without(commit, ({ type }) => type === 'BridgeEpochRaised'),
}

export const gateAnswersEarly: Plant = {
  name: 'gate-answers-early',
  bug: 'the gate answers before its ledger is on disk',
  guards: 'I-7',
  gateAnswersEarly: true,
}

const AHEAD_MS = 15 * 60_000

export const laneClock: Plant = {
  name: 'lane-clock',
  bug: 'whether an exemption has run out is judged by the clock of the lane, a quarter of an hour ahead of the gate’s',
  guards: 'I-6',
  laneView: ledger => {
    const grants = [...ledger.grants].map(([key, grant]) => {
      const [notBefore, notAfter] = [addMs(grant.notBefore, -AHEAD_MS), addMs(grant.notAfter, -AHEAD_MS)]
      return [key, { ...grant, notBefore, notAfter }] as const
    })
    return seen(ledger, { grants: new Map(grants) })
  },
}

type Entry = Commit['records'][number] | Commit['events'][number]

const halved = <E extends Entry>(entry: E): E =>
  entry.type === 'ExemptionHonoured' && entry.feeWaivedFen > 0
    ? { ...entry, feeWaivedFen: (entry.feeWaivedFen - 0.5) as Fen, feeAfterFen: (entry.feeAfterFen + 0.5) as Fen }
    : entry

export const halfFen: Plant = {
  name: 'half-fen',
  bug: 'the gate reckons money in fractions, and what is waived ends on half a fen',
  guards: 'I-6',
  gateCommit: ({ records, events }) => ({ records: records.map(halved), events: events.map(halved) }),
}

/** The same ledger with a part of it hidden; what is decided is written to the real one. */
const seen = (ledger: Ledger, hidden: Partial<Ledger>): Ledger => Object.assign(Object.create(ledger) as Ledger, hidden)
