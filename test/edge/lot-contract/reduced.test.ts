import { KEEPS, METHODS } from './methods-site.ts'
import { openOpcuaSite } from './opcua-site.ts'
import { lotContract } from './suite/index.ts'

const REDUCED = new URL('../../support/gates/reduced-model.mjs', import.meta.url)
const open = () => openOpcuaSite('methods', { NODE_OPTIONS: `--import ${REDUCED.href}` })

lotContract('methods of a gate that does the least', open, METHODS, KEEPS)
