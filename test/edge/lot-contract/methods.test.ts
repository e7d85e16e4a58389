import { openOpcuaSite } from './opcua-site.ts'
import { lotContract } from './suite.ts'

const ALL = { idempotent: true, query: true, revoke: true, preSession: true, stack: true }

lotContract('methods', () => openOpcuaSite('methods'), ALL)
