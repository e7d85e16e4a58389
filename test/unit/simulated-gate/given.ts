import type { CarClass } from '../../../parking-bridge/simulated-gate/src/ledger.ts'
import {
  apply,
  beginLedger,
  type Commit,
  type Decision,
  decideCorrectPlate,
  decideEnter,
  decideExit,
  decideExpiry,
  decideGrant,
  decidePay,
  decideRevoke,
  decideWithdraw,
  type GatePolicy,
  type GrantCommand,
  type Ledger,
  queryExemption,
} from '../../../parking-bridge/simulated-gate/src/ledger.ts'
import { HALL_TARIFF } from '../../../parking-bridge/simulated-gate/src/tariff.ts'

/** 08:30 in Yantai on a Monday. */
const MORNING_MS = Date.parse('2026-11-23T00:30:00.000Z')
export const PLATE = '鲁F12345'
export const policy = { siteId: 'hall', tariff: HALL_TARIFF, capacity: 50 }

/** Minutes after the hall opened, as an instant. */
export const at = (minutes: number): string => new Date(MORNING_MS + minutes * 60_000).toISOString()

interface Wish extends Partial<GrantCommand['order']> {
  key?: string
  bridgeEpoch?: number
  submitDeadline?: string
  siteId?: string
  hashMatches?: boolean
  macMatches?: boolean
  unsupported?: 'KindUnsupported' | 'StackRuleUnsupported'
}

export function grantCommand(wish: Wish = {}): GrantCommand {
  const {
    key = 'K1',
    bridgeEpoch = 1,
    submitDeadline = at(10_000),
    siteId = 'hall',
    hashMatches = true,
    macMatches = true,
    unsupported,
    ...order
  } = wish
  const terms = {
    plate: PLATE,
    plateColour: 1,
    freeMinutes: 120,
    notBefore: at(0),
    notAfter: at(600),
    maxUses: 1,
    stackRule: 'max' as const,
    ...order,
  }
  return {
    order: { grantKey: key, requestHash: `hash of ${key} ${terms.plate} ${terms.freeMinutes}`, ...terms },
    ...(unsupported === undefined ? {} : { unsupported }),
    siteId,
    bridgeEpoch,
    submitDeadline,
    hashMatches,
    macMatches,
  }
}

/** A gate with everything it wrote down, driven by minutes after opening. */
export class Gate {
  readonly ledger: Ledger
  readonly commits: Commit[]

  constructor(changes: Partial<GatePolicy> = {}) {
    const { ledger, commit } = beginLedger({ ...policy, ...changes }, 'EPOCH-1', at(0))
    this.ledger = ledger
    this.commits = [commit]
  }

  does<A>(decision: Decision<A>): A {
    apply(this.ledger, decision.commit)
    this.commits.push(decision.commit)
    return decision.answer
  }

  grant = (minute: number, wish: Wish = {}) => this.does(decideGrant(this.ledger, grantCommand(wish), at(minute)))

  revoke = (minute: number, grantKey = 'K1', bridgeEpoch = 1, macMatches = true) =>
    this.does(
      decideRevoke(
        this.ledger,
        { revokeKey: `R-${grantKey}`, grantKey, reason: 'test', bridgeEpoch, macMatches },
        at(minute),
      ),
    )

  enter = (minute: number, plate: string | undefined = PLATE, stayId = 'S1', carClass: CarClass = 'casual') =>
    this.does(
      decideEnter(
        this.ledger,
        { stayId, laneId: 'Lane_1', carClass, enteredAt: at(minute), plateRaw: plate, plate, confidence: 98 },
        at(minute),
      ),
    )

  enterUnread = (minute: number, stayId = 'S1') =>
    this.does(
      decideEnter(
        this.ledger,
        { stayId, laneId: 'Lane_1', carClass: 'casual', enteredAt: at(minute), confidence: 0 },
        at(minute),
      ),
    )

  pay = (minute: number, plate = PLATE) => this.does(decidePay(this.ledger, { plate }, at(minute)))

  exit = (minute: number, which: { plate?: string; stayId?: string } = { plate: PLATE }, pay = true) =>
    this.does(decideExit(this.ledger, { ...which, laneId: 'Lane_2', pay }, at(minute)))

  letOut = (minute: number, release: 'manual' | 'tailgate', plate = PLATE) =>
    this.does(decideExit(this.ledger, { plate, laneId: 'Lane_2', pay: false, release }, at(minute)))

  correct = (minute: number, stayId: string, plate: string) =>
    this.does(decideCorrectPlate(this.ledger, { stayId, plate, plateRaw: plate }, at(minute)))

  withdraw = (minute: number, grantKey = 'K1') => this.does(decideWithdraw(this.ledger, { grantKey }, at(minute)))

  expire = (minute: number) => this.does(decideExpiry(this.ledger, at(minute)))

  query = (minute: number, grantKey = 'K1') => queryExemption(this.ledger, grantKey, at(minute))

  get eventTypes(): string[] {
    return this.ledger.events.map(event => event.type)
  }
}
