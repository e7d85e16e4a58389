import { KEEPS, METHODS } from './methods-site.ts'
import { openOpcuaSite } from './opcua-site.ts'
import { lotContract } from './suite/index.ts'

lotContract('methods', () => openOpcuaSite('methods'), METHODS, KEEPS)
