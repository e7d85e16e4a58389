import type { Capabilities } from '../../../parking-bridge/src/lot/port.ts'
import type { Keeps } from './suite/keeps.ts'

/** What a gate with methods can do, and what it keeps for the bridge, however little else it has. */
export const METHODS: Capabilities = {
  ...{ idempotent: true, query: true, revoke: true, stack: ['max', 'reject'], slips: true, ledger: true },
}
export const KEEPS: Keeps = {
  ...{ early: true, tombstones: true, facts: true, epoch: true, release: 'exit', cameras: 'confidence' },
}
