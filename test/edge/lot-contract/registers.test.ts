import type { Capabilities } from '../../../parking-bridge/src/lot/port.ts'
import { openOpcuaSite } from './opcua-site.ts'
import { lotContract } from './suite/index.ts'

const ALL: Capabilities = {
  idempotent: true,
  query: true,
  revoke: true,
  stack: ['max', 'reject'],
  slips: true,
  ledger: false,
}

lotContract('registers', () => openOpcuaSite('registers'), ALL)
