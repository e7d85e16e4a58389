import { addMs, type Event, type EventOf } from '@pingting/contract'
import type { Invariant } from '../evidence.ts'

const GRACE_MS = 120_000
/** The gate let the car go and the hall ended the exemption in the same moment. */
const RACE_MS = 5_000

type Use = EventOf<'exemption.honoured'> | EventOf<'exemption.mismatched'>

interface Granted {
  notAfter: string
  ended?: { as: string; at: string }
  exits: string[]
}

const ENDS: Readonly<Record<string, string>> = {
  'exemption.refused': 'refused',
  'exemption.revoked': 'revoked',
  'exemption.writtenOff': 'writtenOff',
  'exemption.expired': 'expired',
}

/** I-6: each use at the gate is booked by the rules of EX22 and EX23: honoured, or beside the books with its true reason. */
export const usesJudged: Invariant = ({ hall }) => {
  const granted = new Map<string, Granted>()
  const found: string[] = []
  for (const { seq, events } of hall)
    for (const event of events) {
      if (isUse(event)) {
        const booked = wordOf(event)
        const right = rightWordOf(event, granted.get(event.exemptionId))
        if (booked !== right)
          found.push(`I-6 ${event.exemptionId}, used at ${event.exitedAt}, is ${booked}, not ${right} (commit ${seq})`)
      }
      follow(granted, event)
    }
  return found
}

const isUse = (event: Event): event is Use =>
  event.type === 'exemption.honoured' || event.type === 'exemption.mismatched'

const wordOf = (use: Use): string =>
  use.type === 'exemption.mismatched' ? use.mismatch : `honoured from ${use.endedAs ?? 'open'}`

function rightWordOf({ exitedAt }: Use, exemption: Granted | undefined): string {
  if (exemption === undefined) return 'APPLIED_NOT_GRANTED'
  const { notAfter, ended, exits } = exemption
  if (exits.includes(exitedAt)) return 'told already'
  if (ended?.as === 'honoured') return 'APPLIED_TWICE'
  if (ended === undefined) return 'honoured from open'
  const endAtGate = ended.as === 'expired' ? addMs(notAfter, GRACE_MS) : ended.at
  return exitedAt <= addMs(endAtGate, RACE_MS) ? `honoured from ${ended.as}` : 'APPLIED_AFTER_END'
}

function follow(granted: Map<string, Granted>, event: Event): void {
  if (event.type === 'exemption.granted') granted.set(event.exemptionId, { notAfter: event.notAfter, exits: [] })
  const exemption = 'exemptionId' in event ? granted.get(event.exemptionId ?? '') : undefined
  if (exemption === undefined) return
  if (isUse(event)) exemption.exits.push(event.exitedAt)
  const as = event.type === 'exemption.honoured' ? 'honoured' : ENDS[event.type]
  if (as !== undefined) exemption.ended = { as, at: event.at }
}
